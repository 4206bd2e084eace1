import { useState } from 'react'
import type { SignInSteps } from '#queries/session/sign-in.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Form } from '#ui/form.tsx'
import { canUsePasskeys, provePasskey } from '#ui/passkey.ts'
import { CodeField } from '#ui/code-field.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'

type Props = {
  /** `TOTP`, `RECOVERY_CODE`, `PASSKEY`: what the account has. */
  readonly factors: readonly string[]
  readonly steps: SignInSteps
  /** Begins anew, as another account perhaps. */
  readonly onBack: () => void
}

/** The second step: a code of the authenticator app, a recovery code, or a passkey. */
export function SecondFactor({ factors, steps, onBack }: Props) {
  const { byCode, byPasskey } = steps
  const [kind, setKind] = useState<'totp' | 'recovery'>(factors.includes('TOTP') ? 'totp' : 'recovery')
  const [code, setCode] = useState('')
  const wait = useWait(byCode.failure)
  const refusal = stepRefusal(byCode.isUnderWay || byPasskey.isUnderWay, wait)
  const takesCode = factors.includes('TOTP') || factors.includes('RECOVERY_CODE')
  const [triedKind, setTriedKind] = useState(kind)
  const failure = (triedKind === kind ? byCode.failure : undefined) ?? byPasskey.failure
  const other = kind === 'totp' ? 'recovery' : 'totp'
  const hasOther = factors.includes(other === 'totp' ? 'TOTP' : 'RECOVERY_CODE')
  return (
    <>
      <p tabIndex={-1} ref={takesCode ? undefined : focusAtOnce}>
        Your password is right. One thing more, which only you have:
      </p>
      {failure && <StepProblem title="Not signed in." failure={failure} wait={wait} />}
      {takesCode && (
        <Form
          onSubmit={() => {
            if (refusal !== undefined) return
            setTriedKind(kind)
            byCode.start(code)
            setCode('')
          }}
        >
          <CodeField key={kind} kind={kind} value={code} onChange={setCode} inputRef={focusAtOnce} />
          <ButtonRow>
            <Button type="submit" look="primary" refusal={refusal}>
              {byCode.isUnderWay ? 'Signing in …' : 'Sign in'}
            </Button>
            {hasOther && (
              <Button
                look="quiet"
                onClick={() => {
                  setKind(other)
                  setCode('')
                }}
              >
                {other === 'totp' ? 'Use the authenticator app' : 'Use a recovery code'}
              </Button>
            )}
          </ButtonRow>
        </Form>
      )}
      <ButtonRow>
        {factors.includes('PASSKEY') && canUsePasskeys() && (
          <Button refusal={refusal} onClick={() => byPasskey.start(provePasskey)}>
            {byPasskey.isUnderWay ? 'Waiting for your passkey …' : 'Use a passkey'}
          </Button>
        )}
        <Button look="quiet" onClick={onBack}>
          Begin again
        </Button>
      </ButtonRow>
      <p>
        Lost it? An admin can take your second factors away, and you set up new ones at your next sign-in.
      </p>
    </>
  )
}
