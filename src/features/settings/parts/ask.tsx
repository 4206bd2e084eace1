import type { ReactNode } from 'react'
import type { Attempt } from '#queries/session/sign-in.ts'
import { Confirmation } from '#ui/confirmation.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'

type Props<Input> = {
  /** What is asked, as a question. */
  readonly title: string
  /** What the button says that does it. */
  readonly confirm: string
  readonly attempt: Attempt<Input>
  readonly input: Input
  readonly onBack: () => void
  readonly children: ReactNode
}

/** Asks once more before something is done that is not undone by a press, and says why it was not done. */
export function Ask<Input>({ title, confirm, attempt, input, onBack, children }: Props<Input>) {
  const { start, isUnderWay, failure } = attempt
  const wait = useWait(failure)
  const refusal = stepRefusal(isUnderWay, wait)
  return (
    <Dialog title={title} onClose={onBack}>
      <Confirmation
        label={title}
        confirm={isUnderWay ? 'Under way …' : confirm}
        onConfirm={() => {
          if (refusal === undefined) start(input)
        }}
        onBack={onBack}
      >
        {children}
        {failure && <StepProblem title="Not done." failure={failure} wait={wait} />}
      </Confirmation>
    </Dialog>
  )
}
