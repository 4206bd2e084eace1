import type { WorkflowUser } from '#contract/people.ts'
import type { Leaving } from '#queries/reviews/standing.ts'
import { IconButton } from '#ui/button.tsx'
import styles from './people-list.module.css'
import { personKey, personText } from './person-text.ts'

type Props = {
  readonly people: readonly WorkflowUser[]
  /** Those of them who may not review any more, who are marked. */
  readonly leaving: readonly Leaving[]
  /** Takes one of them out again; absent where nothing can be changed. */
  readonly onTakeOut?: (person: WorkflowUser) => void
}

/** People who are chosen as reviewers. */
export function PeopleList({ people, leaving, onTakeOut }: Props) {
  return (
    <ul className={styles.list}>
      {people.map((person) => (
        <li key={personKey(person)}>
          {personText(person)}
          <Why leaving={leaving.find((leaver) => leaver.person === person)} />
          {onTakeOut && (
            <IconButton
              icon="close"
              label={`Remove ${personText(person)}`}
              onClick={() => onTakeOut(person)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

function Why({ leaving }: { readonly leaving: Leaving | undefined }) {
  return (
    leaving && (
      <>
        {' '}
        <span className={styles.why}>{leaving.why}</span>
      </>
    )
  )
}
