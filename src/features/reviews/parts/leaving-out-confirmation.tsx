import type { Leaving } from '#queries/reviews/standing.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import styles from '../decide/row-action.module.css'
import { personText } from './person-text.ts'

type Props = {
  readonly leaving: readonly Leaving[]
  /** Whether nobody else is chosen. */
  readonly nobodyStays: boolean
  readonly onConfirm: () => void
  readonly onBack: () => void
}

/** Asks once more before people are left out who may not review. */
export function LeavingOut({ leaving, nobodyStays, onConfirm, onBack }: Props) {
  return (
    <section aria-label="Left out" className={styles.form}>
      <p>Saving leaves out who may not review:</p>
      <ul className={styles.chosen}>
        {leaving.map(({ person, why }) => (
          <li key={`${person.user_type} ${person.id}`}>
            {personText(person)} {why}
          </li>
        ))}
      </ul>
      {nobodyStays && <p>Nobody else is chosen: the rows would have no reviewer.</p>}
      <div className={styles.foot}>
        <Button look="primary" onClick={onConfirm}>
          Save without {leaving.length === 1 ? 'this person' : 'these people'}
        </Button>
        {/* The button that was pressed is gone; the focus goes to what changes nothing. */}
        <Button ref={focusAtOnce} onClick={onBack}>
          Back
        </Button>
      </div>
    </section>
  )
}
