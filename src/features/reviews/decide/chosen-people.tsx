import type { WorkflowUser } from '#contract/people.ts'
import type { Leaving } from '#queries/reviews/standing.ts'
import { Button, IconButton } from '#ui/button.tsx'
import styles from './row-action.module.css'
import { personKey, personText } from '../parts/person-text.ts'

type Props = {
  readonly people: readonly WorkflowUser[]
  /** What stands in their place while nobody is chosen. */
  readonly none: string
  /** Those of them who may not review any more, who are marked. */
  readonly leaving: readonly Leaving[]
  readonly onChange: (people: readonly WorkflowUser[]) => void
}

/** The people chosen so far, each of whom can be taken out again. */
export function ChosenPeople({ people, none, leaving, onChange }: Props) {
  if (people.length === 0) return <p className={styles.hint}>{none}</p>
  return (
    <>
      <ul className={styles.chosen}>
        {people.map((person) => (
          <li key={personKey(person)}>
            {personText(person)}
            <Why leaving={leaving.find((one) => one.person === person)} />
            <IconButton
              icon="close"
              label={`Remove ${personText(person)}`}
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

function Why({ leaving }: { readonly leaving: Leaving | undefined }) {
  return leaving && <span className={styles.error}>{leaving.why}</span>
}
