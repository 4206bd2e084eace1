import { useState } from 'react'
import type { SecondFactors } from '#contract/session/sign-in.ts'
import { useRemoveTotp } from '#queries/session/second-factors.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Confirmation } from '#ui/confirmation.tsx'
import { StepProblem, useWait } from '#ui/step-problem.tsx'
import { SettingsSection } from '../parts/section.tsx'
import { TotpSetup } from './totp-setup.tsx'

type Props = { readonly factors: SecondFactors }

/** The authenticator app: set up, replaced, or taken away. */
export function AppSection({ factors }: Props) {
  const [step, setStep] = useState<'set up' | 'remove'>()
  const end = () => setStep(undefined)
  const { start, isUnderWay, failure } = useRemoveTotp(end)
  const wait = useWait(failure)
  const isLast = factors.required && factors.passkeys.length === 0
  return (
    <SettingsSection title="Authenticator app">
      {failure && <StepProblem title="Not taken away." failure={failure} wait={wait} />}
      {step === 'set up' ? (
        <TotpSetup onDone={end} onBack={end} />
      ) : step === 'remove' ? (
        <Confirmation
          label="Take the authenticator app away"
          confirm={isUnderWay ? 'Taking it away …' : 'Take it away'}
          onConfirm={() => start()}
          onBack={end}
        >
          <p>Codes of the app, and your recovery codes, no longer open your account.</p>
        </Confirmation>
      ) : (
        <>
          <p>
            {factors.totp
              ? 'Set up: after your password you enter a code that it shows.'
              : 'Not set up. It shows a code every 30 seconds that you enter after your password.'}
          </p>
          <ButtonRow>
            <Button onClick={() => setStep('set up')}>
              {factors.totp ? 'Set it up anew …' : 'Set it up …'}
            </Button>
            {factors.totp && (
              <Button
                refusal={
                  isLast
                    ? 'It is your last second factor, and your role takes one. Add a passkey first.'
                    : undefined
                }
                onClick={() => setStep('remove')}
              >
                Take it away …
              </Button>
            )}
          </ButtonRow>
        </>
      )}
    </SettingsSection>
  )
}
