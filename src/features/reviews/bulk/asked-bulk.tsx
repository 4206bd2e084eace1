import { useEffect, useState } from 'react'
import { useBulkWork } from '#queries/reviews/bulk/bulk-work.ts'
import { isInRuns } from '#queries/reviews/bulk/id-runs.ts'
import { othersSession } from '#queries/reviews/rule-input.ts'
import { Checkbox } from '#ui/checkbox.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FormParts } from '#ui/form.tsx'
import { Hint } from '#ui/hint.tsx'
import { forgetText, textPlace } from '#ui/kept-text.ts'
import { useKeptText } from '#ui/use-kept-text.ts'
import type { BulkAsking } from '../state/bulk-asking.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { AskForm } from './ask-form.tsx'
import { type Answers, inputOf, noAnswers, questionsOf } from './asked.ts'
import { countIn, rowsText, wordsOf } from './bulk-words.ts'
import { ofList, scopesOf } from './scopes.ts'
import { SendFirst } from './send-first.tsx'
import { BulkStages } from './stages.tsx'

type Props = {
  readonly asking: BulkAsking
  /** Closes it; `bulk_id` of a change that has been started, or may have been. */
  readonly onClose: (bulk_id: string | undefined) => void
}

/**
 * A bulk change that somebody has asked for, in one dialog: what it takes, what is unsent, the preview, the run, what came of
 * it. No button that starts it ever has the focus first.
 */
export function AskedBulk({ asking, onClose }: Props) {
  const { certification_id, viewer, pending, zone } = useReview()
  const list = useReviewList()
  const questions = questionsOf(asking, viewer)
  const scopes = scopesOf(asking, list)
  const asksFirst = scopes.length > 0 || Boolean(questions.note) || questions.people || questions.reason
  const [step, setStep] = useState<'ask' | 'send' | 'look'>(asksFirst ? 'ask' : 'send')
  // What was written for some rows is for no others.
  const place = textPlace(viewer.user, certification_id, 'bulk', asking.action, JSON.stringify(asking.choice))
  const { text: note, write, hint: kept } = useKeptText(place, '')
  const [answers, setAnswers] = useState<Answers>(noAnswers)
  const [unsaved, setUnsaved] = useState<readonly number[]>([])
  const work = useBulkWork(certification_id)
  const { bulk, busy, isUnsure, mayStartLate } = work
  const refusal = viewer.isOthers ? othersSession.message : undefined
  const choice = answers.listOnly ? ofList(asking.choice, list) : asking.choice

  // Only the preview knows whether rows of others are among them.
  const lacksReason = work.failure?.violations.some(({ field }) => field === 'reason') ?? false
  const isStarted = bulk !== undefined && bulk.started_at !== null
  useEffect(() => {
    if (!isStarted) return
    forgetText(place)
    pending.forgetSteps()
    asking.onStarted?.()
  }, [isStarted, place, pending, asking])
  const take = (next: Answers) => {
    write(next.note)
    setAnswers(next)
  }
  const close = () => {
    if (mayStartLate) work.stop()
    const mayGoOn = busy === 'starting' || isUnsure || mayStartLate || bulk?.state === 'RUNNING'
    onClose(mayGoOn ? bulk?.bulk_id : undefined)
  }
  const look = () => {
    const { runs } = asking.choice
    const left = pending.pendingRows().filter((id) => !runs || isInRuns(runs, id))
    setUnsaved(left)
    setStep('look')
    work.preview(inputOf({ ...asking, choice }, { ...answers, note }, left))
  }
  const again = (next: Answers) => {
    take(next)
    setStep('send')
  }
  return (
    <Dialog title={titleOf(asking)} onClose={close}>
      {step === 'ask' || (step === 'look' && lacksReason && questions.reason && busy === undefined) ? (
        <AskForm
          needsReason={lacksReason}
          questions={questions}
          answers={{ ...answers, note }}
          scopes={scopes}
          kept={kept}
          refusal={refusal}
          onChange={take}
          onDone={again}
          onClose={close}
        />
      ) : (
        <FormParts>
          {step === 'send' && <SendFirst onReady={look} refusal={refusal} onClose={close} />}
          {step === 'look' && (
            <BulkStages
              work={work}
              zone={zone}
              refusal={refusal}
              unsaved={unsaved.map(pending.nameOf)}
              options={<AlsoDecided asking={asking} answers={answers} work={work} onChange={again} />}
              onAgain={() => setStep('send')}
              onBack={asksFirst ? () => setStep('ask') : undefined}
              onClose={close}
            />
          )}
        </FormParts>
      )}
    </Dialog>
  )
}

/** `Reject 255 chosen rows`; handing over is more than reassigning. */
function titleOf({ action, of, replaces }: BulkAsking): string {
  return `${replaces ? 'Hand over' : wordsOf(action).verb} ${of}`
}

type AlsoProps = {
  readonly asking: BulkAsking
  readonly answers: Answers
  readonly work: ReturnType<typeof useBulkWork>
  readonly onChange: (answers: Answers) => void
}

/** Rows that have a decision already are left alone, unless somebody says otherwise here, by their number. */
function AlsoDecided({ asking: { action, choice }, answers, work: { bulk, busy }, onChange }: AlsoProps) {
  const { alsoDecided } = answers
  if (action === 'fix') return <Hint>Only rows that were rejected are looked at.</Hint>
  // What is accepted because it is as it was is undecided, and nothing else.
  if (choice.unchanged_access === true) return null
  const left = bulk?.left_out ?? []
  const decided = countIn(left, 'DECIDED_BY_MAKER') + countIn(left, 'DECIDED_BY_OTHERS')
  if (!alsoDecided && decided === 0) return null
  return (
    <Checkbox
      checked={alsoDecided}
      onChange={(next) => busy === undefined && onChange({ ...answers, alsoDecided: next })}
    >
      {alsoDecided ? 'Also rows that are decided already' : `Also the ${rowsText(decided)} decided already`}
    </Checkbox>
  )
}
