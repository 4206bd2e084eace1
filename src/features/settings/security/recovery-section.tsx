import type { SecondFactors } from '#contract/session/sign-in.ts'
import { useRecoveryCodes } from '#queries/session/second-factors.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { SettingsSection } from '../parts/section.tsx'

type Props = {
  readonly factors: SecondFactors
  /** Called with new codes, which are shown this once. */
  readonly onCodes: (codes: readonly string[]) => void
}

/** How many recovery codes are left, and new ones in their place. */
export function RecoverySection({ factors, onCodes }: Props) {
  const { start, isUnderWay, failure } = useRecoveryCodes(onCodes)
  const wait = useWait(failure)
  const left = factors.recovery_codes_left
  return (
    <SettingsSection title="Recovery codes">
      <p>
        {left === 0
          ? 'You have none.'
          : `${left === 1 ? '1 code is' : `${left} codes are`} left. Each works once in place of the other second factors.`}
      </p>
      {failure && <StepProblem title="Not made." failure={failure} wait={wait} />}
      <ButtonRow>
        <Button
          refusal={
            factors.totp
              ? stepRefusal(isUnderWay, wait)
              : 'They stand in for an authenticator app. Set one up first.'
          }
          onClick={() => start()}
        >
          {left > 0 ? 'Make new ones in their place …' : 'Make recovery codes …'}
        </Button>
      </ButtonRow>
    </SettingsSection>
  )
}
