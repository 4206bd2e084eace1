import type { WorkflowUser } from '#contract/people.ts'
import type { Leaving } from '#queries/reviews/standing.ts'
import { Button } from '#ui/button.tsx'
import { Hint } from '#ui/hint.tsx'
import styles from './people-field.module.css'
import { PeopleList } from './people-list.tsx'
import { PeoplePicker } from './people-picker.tsx'

type Props = {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly people: readonly WorkflowUser[]
  /** What stands in their place while nobody is chosen. */
  readonly none?: string
  /** Those of them who may not review any more, who are marked. */
  readonly leaving?: readonly Leaving[]
  /** Whether finding people has the focus as the window opens. */
  readonly isFirst?: boolean
  readonly onChange: (people: readonly WorkflowUser[]) => void
}

/** People who are to review: those chosen so far, each of whom can be taken out again, and a field that finds others. */
export function PeopleField(props: Props) {
  const { label, hint, error, people, none, leaving = [], isFirst, onChange } = props
  return (
    <fieldset className={styles.people}>
      <legend>{label}</legend>
      {people.length > 0 ? (
        <>
          <PeopleList
            people={people}
            leaving={leaving}
            onTakeOut={(person) => onChange(people.filter((other) => other !== person))}
          />
          <Button className={styles.clear} onClick={() => onChange([])}>
            Clear
          </Button>
        </>
      ) : (
        none && <Hint>{none}</Hint>
      )}
      <PeoplePicker
        without={people}
        hint={hint}
        error={error}
        isFirst={isFirst ?? false}
        onPick={(person) => onChange([...people, person])}
      />
    </fieldset>
  )
}
