import { decisions } from '#contract/reviews/review-enums.ts'
import { usePendingStatus } from '#queries/reviews/decisions.ts'
import { type SignOffSummary, signable, useSigning, useSignOffSummary } from '#queries/reviews/sign-off.ts'
import type { Signing } from '#queries/reviews/sign-rows.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { decisionLook } from '../parts/decision-presentation.ts'
import styles from './row-action.module.css'
import { useReview } from '../table/review-context.ts'

type Props = { readonly onClose: () => void }

/** Signs off everything covered that is decided, after saying what that is. */
export function SignOffDialog({ onClose }: Props) {
  const { certification_id, store, pending, viewer, covers, includesOthers: withOthers } = useReview()
  const { unsent } = usePendingStatus(pending)
  const summary = useSignOffSummary(certification_id, withOthers ? undefined : viewer.user)
  const signing = useSigning(certification_id, { store, pending, viewer, covers })
  const { progress, running } = signing
  const problem = signing.failure ?? summary.failure
  return (
    <Dialog title="Sign off" onClose={onClose}>
      <div className={styles.form}>
        {progress ? <Progress progress={progress} running={running} /> : null}
        {!progress && summary.value && <Summary summary={summary.value} withOthers={withOthers} />}
        {!progress && !summary.value && !problem && <Skeleton label="Counting your rows" rows={4} />}
        {problem && (
          <p role="alert" className={styles.error}>
            <Foreign text={problem.message} />
          </p>
        )}
        {!progress && unsent > 0 && (
          <p className={styles.hint}>
            {unsent === 1
              ? 'One of your changes is not saved yet; its row is left out.'
              : `${unsent.toLocaleString('en')} of your changes are not saved yet; their rows are left out.`}
          </p>
        )}
        <div className={styles.foot}>
          {!progress && summary.value && (
            <Start summary={summary.value} running={running} onStart={signing.start} />
          )}
          {summary.failure && <Button onClick={summary.retry}>Try again</Button>}
          <Button ref={autofocus} onClick={onClose}>
            {closeWord(progress, running)}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function closeWord(progress: Signing | undefined, running: boolean): string {
  if (running) return 'Stop'
  return progress ? 'Close' : 'Cancel'
}

type SummaryProps = { readonly summary: SignOffSummary; readonly withOthers: boolean }

function Summary({ summary, withOthers }: SummaryProps) {
  const whose = withOthers ? 'the rows, those of other reviewers included,' : 'your rows'
  const total = totalOf(summary)
  const undecided = summary.RESULT_DECISION_NONE.total
  return (
    <>
      <p>
        {total === 0
          ? `None of ${whose} has a decision that is not signed off.`
          : `These decisions${withOthers ? ', those of other reviewers included,' : ' of yours'} are closed then; only an admin can open them again.`}
      </p>
      <dl className={styles.counts}>
        {decisions
          .filter((name) => signable.some((known) => known === name))
          .map((name) => (
            <div key={name} className={styles.count}>
              <dt>{decisionLook(name).label}</dt>
              <dd>{summary[name].total.toLocaleString('en')}</dd>
            </div>
          ))}
      </dl>
      {undecided > 0 && (
        <p className={styles.hint}>
          {undecided.toLocaleString('en')} of {whose} {undecided === 1 ? 'has' : 'have'} no decision and{' '}
          {undecided === 1 ? 'is' : 'are'} left out.
        </p>
      )}
    </>
  )
}

type StartProps = {
  readonly summary: SignOffSummary
  readonly running: boolean
  readonly onStart: (summary: SignOffSummary) => void
}

function Start({ summary, running, onStart }: StartProps) {
  const total = totalOf(summary)
  if (total === 0) return null
  return (
    <Button look="primary" disabled={running} onClick={() => onStart(summary)}>
      Sign off {total.toLocaleString('en')} {total === 1 ? 'row' : 'rows'}
    </Button>
  )
}

function totalOf(summary: SignOffSummary): number {
  return signable.reduce((rows, name) => rows + summary[name].total, 0)
}

type ProgressProps = { readonly progress: Signing; readonly running: boolean }

function Progress({ progress, running }: ProgressProps) {
  const { total, signed, skipped, refused } = progress
  const left = [
    skipped > 0 ? `${skipped.toLocaleString('en')} left out` : '',
    refused > 0 ? `${refused.toLocaleString('en')} need you` : '',
  ].filter(Boolean)
  return (
    <>
      <progress
        className={styles.progress}
        aria-label="Rows signed off"
        max={total}
        value={signed + skipped + refused}
      />
      <p>
        {signed.toLocaleString('en')} of {total.toLocaleString('en')} rows signed off
        {left.length > 0 && ` (${left.join(', ')})`}
      </p>
      <output className={styles.hint}>{running ? 'Signing off …' : 'Done.'}</output>
    </>
  )
}
