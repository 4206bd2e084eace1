import { useState } from 'react'
import type { SecondFactors } from '#contract/session/sign-in.ts'
import { useRecoveryCodes } from '#queries/session/second-factors.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { Ask } from '../parts/ask.tsx'
import { SettingsSection } from '../parts/section.tsx'

type Props = {
  readonly factors: SecondFactors
  /** Called with new codes, which are shown this once. */
  readonly onCodes: (codes: readonly string[]) => void
}

/** How many recovery codes are left, and new ones in their place. */
export function RecoverySection({ factors, onCodes }: Props) {
  const [isAsking, setAsking] = useState(false)
  const make = useRecoveryCodes(onCodes)
  const { start, isUnderWay, failure } = make
  const wait = useWait(failure)
  const left = factors.recovery_codes_left
  return (
    <SettingsSection title="Recovery codes">
      <p>
        {left === 0
          ? 'You have none.'
          : `${left === 1 ? '1 code is' : `${left} codes are`} left. Each works once in place of the other second factors.`}
      </p>
      {failure && !isAsking && <StepProblem title="Not made." failure={failure} wait={wait} />}
      <ButtonRow>
        <Button
          refusal={
            factors.totp
              ? stepRefusal(isUnderWay, wait)
              : 'They stand in for an authenticator app. Set one up first.'
          }
          onClick={() => (left > 0 ? setAsking(true) : start())}
        >
          {left > 0 ? 'Make new ones in their place …' : 'Make recovery codes'}
        </Button>
      </ButtonRow>
      {isAsking && (
        <Ask
          title="Make new recovery codes?"
          confirm="Make new ones"
          attempt={make}
          input={undefined}
          onBack={() => setAsking(false)}
        >
          <p>Those that you have stop working at once. Be ready to keep the new ones: they are shown once.</p>
        </Ask>
      )}
    </SettingsSection>
  )
}
