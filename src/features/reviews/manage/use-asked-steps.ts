import { useState } from 'react'
import type { Failure } from '#contract/errors.ts'
import { editDoubts, type EditDoubt } from '#contract/reviews/assignment.ts'
import type { CertificationStep, CertificationSteps } from '#queries/reviews/use-review.ts'

/** What the server asks about before it makes a change, and the two answers. */
export type Question = {
  readonly sentence: string
  readonly onConfirm: () => void
  readonly onBack: () => void
}

/** Steps of which the server may ask whether a change is meant: `question` is there until it is answered. */
export type AskedSteps = CertificationSteps & { readonly question: Question | undefined }

/** Makes of a change that the server refused until it is confirmed a question, and sends it again once it is. */
export function useAskedSteps({ take, busy, failure }: CertificationSteps): AskedSteps {
  const [last, setLast] = useState<{ readonly step: CertificationStep; readonly onDone?: () => void }>()
  const send = (step: CertificationStep, onDone?: () => void) => {
    setLast({ step, ...(onDone && { onDone }) })
    take(step, onDone)
  }
  const doubts = doubtsIn(failure)
  if (doubts.length === 0) return { take: send, busy, failure, question: undefined }
  const confirm = doubts.map(({ doubt }) => doubt)
  const confirmed = last?.step.kind === 'edit' && { ...last.step, change: { ...last.step.change, confirm } }
  return {
    take: send,
    busy,
    failure: undefined,
    question: confirmed
      ? {
          sentence: doubts.map(({ sentence }) => sentence).join(' '),
          onConfirm: () => take(confirmed, last.onDone),
          onBack: () => setLast(undefined),
        }
      : undefined,
  }
}

/** What a refusal asks to have confirmed; nothing where something else is wrong too. */
function doubtsIn(
  failure: Failure | undefined,
): readonly { readonly doubt: EditDoubt; readonly sentence: string }[] {
  const violations = failure?.violations ?? []
  const doubts = violations.flatMap(({ field, description }) => {
    const doubt = editDoubts.find((name) => field === 'confirm' && description.startsWith(`${name}: `))
    return doubt ? [{ doubt, sentence: description.slice(doubt.length + 2) }] : []
  })
  return doubts.length === violations.length ? doubts : []
}
