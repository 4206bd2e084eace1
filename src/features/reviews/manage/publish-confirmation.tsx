import { doubtsOf, reasonsText } from '#contract/reviews/assignment.ts'
import type { Certification } from '#contract/reviews/certification.ts'
import { useStanding } from '#queries/reviews/standing.ts'
import type { CertificationSteps } from '#queries/reviews/use-review.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from '../screen/details-panel.module.css'

type Props = {
  readonly certification: Certification
  readonly steps: CertificationSteps
  readonly onClose: () => void
}

const unknownDoubts = 'What the review leaves open is not known yet.'

/** Says what a publication leaves open, and publishes with that confirmed. */
export function PublishConfirmation({ certification, steps, onClose }: Props) {
  const { value: standing, failure, retry } = useStanding(certification.certification_id)
  const doubts = standing && doubtsOf({ ...standing.assignment, due_date: certification.due_date })
  return (
    <section aria-label="Publish" className={styles.confirmation}>
      <p>Its reviewers see it from then on. It cannot become a draft again.</p>
      {doubts && doubts.length > 0 && (
        <ul>
          {doubts.map(({ doubt, sentence }) => (
            <li key={doubt}>{sentence}</li>
          ))}
          {standing.assignment.reasons.map(({ reasons, rows }) => (
            <li key={reasons.join(' ')}>
              {rows.toLocaleString('en')} because {reasonsText(reasons)}
            </li>
          ))}
        </ul>
      )}
      {failure && (
        <p role="alert">
          <Foreign text={failure.message} /> <Button onClick={retry}>Try again</Button>
        </p>
      )}
      <span className={styles.actions}>
        <Button
          look="primary"
          refusal={steps.busy ? 'The review is being published.' : doubts ? undefined : unknownDoubts}
          onClick={() =>
            doubts && steps.take({ kind: 'publish', confirm: doubts.map(({ doubt }) => doubt) }, onClose)
          }
        >
          {doubts && doubts.length > 0 ? 'Publish anyway' : 'Publish the review'}
        </Button>
        {/* The button that was pressed is gone; the focus goes to what changes nothing. */}
        <Button ref={focusAtOnce} onClick={onClose}>
          Not yet
        </Button>
      </span>
    </section>
  )
}
