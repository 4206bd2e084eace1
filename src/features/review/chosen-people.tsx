import type { WorkflowUser } from '#contract/people.ts'
import { Button, IconButton } from '#ui/button.tsx'
import styles from './deed.module.css'
import { personKey, personText } from './person-text.ts'

type Props = {
  readonly people: readonly WorkflowUser[]
  /** What stands in their place while nobody is chosen. */
  readonly none: string
  readonly onChange: (people: readonly WorkflowUser[]) => void
}

/** The people chosen so far, each of whom can be taken out again. */
export function ChosenPeople({ people, none, onChange }: Props) {
  if (people.length === 0) return <p className={styles.hint}>{none}</p>
  return (
    <>
      <ul className={styles.chosen}>
        {people.map((person) => (
          <li key={personKey(person)}>
            {personText(person)}
            <IconButton
              icon="close"
              label={`Take ${personText(person)} out`}
              onClick={() => onChange(people.filter((other) => other !== person))}
            />
          </li>
        ))}
      </ul>
      <Button className={styles.clear} onClick={() => onChange([])}>
        Clear
      </Button>
    </>
  )
}
