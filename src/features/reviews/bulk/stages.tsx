import type { ReactNode } from 'react'
import type { Bulk } from '#contract/reviews/bulk.ts'
import type { BulkWork } from '#queries/reviews/bulk/bulk-work.ts'
import { useServerTime } from '#queries/use-server-time.ts'
import { Button } from '#ui/button.tsx'
import { FormFoot } from '#ui/form.tsx'
import { Problem } from '#ui/hint.tsx'
import { differenceText, isOver, previewText } from './bulk-words.ts'
import { Ended, Running } from './progress.tsx'
import { PreviewNumbers } from './preview.tsx'
import { RunButtons } from './run-buttons.tsx'
import { Statement } from './statement.tsx'

export type StageProps = {
  readonly work: BulkWork
  readonly zone: string
  /** Rows that are left out because changes of them are not saved, by name. */
  readonly unsaved?: readonly string[]
  /** Whether somebody else is signed in by now, for whom nothing is done. */
  readonly refusal?: string | undefined
  /** What can be chosen beside a preview. */
  readonly options?: ReactNode
  /** Previews the same once more. */
  readonly onAgain: () => void
  /** Goes back to what is asked first, where something is. */
  readonly onBack?: (() => void) | undefined
  readonly onClose: () => void
}

/** A bulk change from its preview to its end; what it is the server says. */
export function BulkStages(props: StageProps) {
  const { work, onClose } = props
  const { bulk } = work
  if (bulk?.state === 'RUNNING') return <Running key="running" bulk={bulk} work={work} onClose={onClose} />
  if (bulk && isOver(bulk)) return <Ended key="ended" bulk={bulk} onClose={onClose} />
  return <Previewed key="previewed" {...props} />
}

const none: readonly string[] = []

function Previewed({ work, zone, unsaved = none, refusal, options, onAgain, onBack, onClose }: StageProps) {
  const { bulk, busy, difference, failure, isUnsure } = work
  const isOld = useIsOld(bulk)
  const step = stepOf(work, isOld)
  return (
    <>
      <Statement key={step} isUnasked={step !== 'looking' && step !== 'preview'}>
        {statementOf(work, isOld)}
      </Statement>
      {bulk && !isOld && !difference && (
        <PreviewNumbers bulk={bulk} zone={zone} unsaved={unsaved}>
          {options}
        </PreviewNumbers>
      )}
      {isUnsure ? (
        <Problem text="The answer got lost. The server is being asked whether this was started; nothing is sent twice." />
      ) : (
        <Problem text={refusal ?? problemOf(work)} />
      )}
      <FormFoot>
        {bulk && !isOld && !isUnsure && refusal === undefined && (
          // By its step: what means another thing is another button.
          <RunButtons key={difference ? 'unchanged' : 'all'} bulk={bulk} work={work} />
        )}
        {!isUnsure && (isOld || difference || failure) && (
          <Button onClick={onAgain} refusal={busy && 'Wait for the answer first.'}>
            {bulk ? 'New preview' : 'Try again'}
          </Button>
        )}
        {onBack && <Button onClick={onBack}>Back</Button>}
        <Button onClick={onClose}>{isUnsure ? 'Close' : 'Cancel'}</Button>
      </FormFoot>
    </>
  )
}

/** Whether a preview is too old to be run, by the server's clock. */
function useIsOld(bulk: Bulk | undefined): boolean {
  const end = bulk ? Date.parse(bulk.expires_at) : undefined
  const now = useServerTime((at) => (end !== undefined && at < end ? end : undefined))
  return bulk?.state === 'EXPIRED' || (end !== undefined && now >= end)
}

/** Where the reader is: whatever comes unasked begins anew, away from the buttons of before. */
function stepOf({ bulk, difference, failure, isUnsure }: BulkWork, isOld: boolean) {
  if (isUnsure) return 'unsure'
  if (isOld) return 'old'
  if (failure) return 'failed'
  if (difference) return 'difference'
  return bulk ? 'preview' : 'looking'
}

function statementOf({ bulk, busy, difference, failure }: BulkWork, isOld: boolean): string {
  if (bulk && isOld) return 'This preview is older than 30 minutes, and nothing was changed. Make a new one.'
  if (bulk && busy === 'starting') return 'Starting …'
  if (bulk) return difference ? differenceText(difference) : previewText(bulk)
  return failure ? 'There is no preview.' : 'Looking which rows this would change …'
}

const unknown =
  'It is not known whether it was started: the server could not be reached. It has not begun yet. Press again, or Cancel: that stops it, also where it arrives late.'

/** What went wrong, and that nothing was started. */
function problemOf({ bulk, failure, mayStartLate }: BulkWork): string | undefined {
  if (!failure) return undefined
  if (mayStartLate) return unknown
  const { violations, message, resolution } = failure
  const what = violations.map(({ description }) => `It ${description}.`).join(' ') || message
  return [bulk ? 'Nothing was started.' : 'Nothing was changed.', what, resolution].filter(Boolean).join(' ')
}
