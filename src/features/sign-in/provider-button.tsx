import { useProviderSignIn } from '#queries/session/sign-in.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'

type Props = {
  readonly name: string
  /** Where to come back to. */
  readonly to: string
}

/** Leads to the identity provider, which leads back. */
export function ProviderButton({ name, to }: Props) {
  const begin = useProviderSignIn((url) => location.assign(url))
  const wait = useWait(begin.failure)
  return (
    <>
      {begin.failure && <StepProblem title="Not signed in." failure={begin.failure} wait={wait} />}
      <ButtonRow>
        <Button
          look="primary"
          refusal={stepRefusal(begin.isUnderWay, wait)}
          onClick={() => begin.start({ return_to: to })}
        >
          {begin.isUnderWay ? `Going to ${name} …` : `Sign in with ${name}`}
        </Button>
      </ButtonRow>
    </>
  )
}
