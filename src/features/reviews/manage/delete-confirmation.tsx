import type { Certification } from '#contract/reviews/certification.ts'
import type { CertificationSteps } from '#queries/reviews/use-review.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import styles from '../screen/details-panel.module.css'
import { progressText } from '../parts/progress.tsx'

type Props = {
  readonly certification: Certification
  readonly steps: CertificationSteps
  readonly onClose: () => void
}

/** Says what becomes of a review that is deleted and what is in it, and deletes it as it stands before the reader. */
export function DeleteConfirmation({ certification, steps, onClose }: Props) {
  return (
    <section aria-label="Delete" className={styles.confirmation}>
      <p>
        Reviewers will no longer find it. Admins and its operator still do, with its rows and its history,
        under Superseded.
      </p>
      <p>{progressText(certification)}</p>
      <span className={styles.actions}>
        <Button
          look="primary"
          refusal={steps.busy ? 'The review is being deleted.' : undefined}
          onClick={() => steps.take({ kind: 'delete', version: certification.version }, onClose)}
        >
          Delete the review
        </Button>
        {/* The button that was pressed is gone; the focus goes to what changes nothing. */}
        <Button ref={focusAtOnce} onClick={onClose}>
          Not yet
        </Button>
      </span>
    </section>
  )
}
