import { type ReactNode, useId } from 'react'
import { doubtsOf, type PublishDoubt } from '#contract/reviews/assignment.ts'
import { useStanding } from '#queries/reviews/standing.ts'
import { useListedSteps } from '#queries/reviews/use-certification-changes.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { Hint } from '#ui/hint.tsx'
import { isolated } from '#std/isolate.ts'
import { Doubts } from './doubts.tsx'
import { fieldErrorsOf } from './field-errors.ts'
import type { ListedCertification } from '../parts/listed.ts'

type Props = {
  readonly listed: Pick<ListedCertification, 'certification' | 'name' | 'overdue'>
  readonly verb: 'publish' | 'complete' | 'delete'
  readonly onClose: () => void
}

const words = {
  publish: {
    title: 'Publish',
    doing: 'Publishing',
    what: 'Its reviewers see it from then on and can decide its rows. It cannot become a draft again.',
  },
  complete: {
    title: 'Complete',
    doing: 'Completing',
    what: 'Its decisions are final then. For seven days an admin can still force a change.',
  },
  delete: {
    title: 'Delete',
    doing: 'Deleting',
    what: 'Reviewers will no longer find it. Admins and its operator still do, with its rows and its history, under Superseded.',
  },
} as const

/** Asks once more before a certification is published, completed or deleted, saying what stands in it and what is open. */
export function EndPhaseDialog(props: Props) {
  return props.verb === 'publish' ? <Publish {...props} /> : <EndPhase {...props} />
}

/** What is to be confirmed is read first: until it is known nothing can be published. */
function Publish(props: Props) {
  const id = useId()
  const { certification_id, due_date } = props.listed.certification
  const { value: standing, failure, retry } = useStanding(certification_id)
  const doubts = standing && doubtsOf({ ...standing.assignment, due_date })
  return (
    <EndPhase
      {...props}
      refusalAt={props.listed.overdue ? id : undefined}
      confirm={props.listed.overdue ? 'unknown' : (doubts?.map(({ doubt }) => doubt) ?? 'unknown')}
    >
      {props.listed.overdue && (
        <Hint id={id} isWrong>
          {overdueText}
        </Hint>
      )}
      {doubts && <Doubts doubts={doubts} reasons={standing.assignment.reasons} />}
      {failure && <FailureLine message={failure.message} onRetry={retry} />}
    </EndPhase>
  )
}

const overdueText = 'The due date has passed; choose a later one.'

type EndPhaseProps = Props & {
  /** The id of what says in sight why it cannot be done. */
  readonly refusalAt?: string | undefined
  readonly confirm?: readonly PublishDoubt[] | 'unknown'
  readonly children?: ReactNode
}

/** Why a review cannot be published before what it leaves open is known. */
function whyUnknown(overdue: boolean): string {
  return overdue ? overdueText : 'What the review leaves open is not known yet.'
}

function EndPhase({ listed, verb, onClose, refusalAt, confirm, children }: EndPhaseProps) {
  const { certification, name } = listed
  const { title, doing, what } = words[verb]
  const isDoubted = Array.isArray(confirm) && confirm.length > 0
  const { take, busy, failure } = useListedSteps(certification.certification_id)
  const { rest } = fieldErrorsOf(failure, [])
  const counts = [
    ['rows', certification.total_result_count],
    ['decided', certification.total_complete_count],
    ['rejected', certification.total_rejected_count],
    ['signed off', certification.total_signed_off_count],
  ] as const
  return (
    <Dialog title={`${title} ${isolated(name)}`} onClose={onClose}>
      <FormParts>
        <p>{what}</p>
        <p>{counts.map(([label, count]) => `${count.toLocaleString('en')} ${label}`).join(' · ')}</p>
        {children}
        <FormFoot doing={busy ? `${doing} …` : ''} problems={rest}>
          <Button
            look="primary"
            refusal={busy ? `${doing} …` : confirm === 'unknown' ? whyUnknown(listed.overdue) : undefined}
            refusalAt={busy ? undefined : refusalAt}
            onClick={() => {
              if (verb === 'complete') take({ kind: verb }, onClose)
              else if (verb === 'delete') take({ kind: verb, version: certification.version }, onClose)
              else if (confirm && confirm !== 'unknown') take({ kind: verb, confirm }, onClose)
            }}
          >
            {isDoubted ? `${title} anyway` : title}
          </Button>
          <Button ref={autofocus} onClick={onClose}>
            Cancel
          </Button>
        </FormFoot>
      </FormParts>
    </Dialog>
  )
}
