import { useEffect, useRef, useState } from 'react'
import type { SignInWays } from '#contract/session/sign-in.ts'
import type { SignInSteps } from '#queries/session/sign-in.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { emailText } from '#ui/email-text.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Form } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { canUsePasskeys, provePasskey } from '#ui/passkey.ts'
import { PasswordField } from '#ui/password-field.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'

type Props = {
  readonly ways: Pick<SignInWays, 'password' | 'passkey'>
  readonly steps: SignInSteps
  /** Whose account it is, where that is settled; the field of the email is theirs then. */
  readonly email?: string | undefined
  /** Whether the first field to fill in takes the focus as it appears. */
  readonly takesFocus: boolean
}

/** Signing in to a local account: by email and password, or by a passkey. What is wrong loses nothing but the password. */
export function LocalSignIn({ ways, steps, email: settled, takesFocus }: Props) {
  const { byPassword, byPasskey } = steps
  const [email, setEmail] = useState(settled ?? '')
  const [password, setPassword] = useState('')
  const passwordField = useRef<HTMLInputElement>(null)
  const isPasswordFirst = takesFocus && settled !== undefined
  useEffect(() => {
    if (isPasswordFirst) passwordField.current?.focus()
  }, [isPasswordFirst])
  const [tried, setTried] = useState('')
  // What the server counts are tries at one account: another email does not wait for it.
  const isOfTried = emailText(email) === tried
  const left = useWait(byPassword.failure)
  const wait = isOfTried ? left : 0
  const failure = isOfTried || left === 0 ? byPassword.failure : undefined
  const [wasUnderWay, setWasUnderWay] = useState(false)
  if (wasUnderWay !== byPassword.isUnderWay) {
    setWasUnderWay(byPassword.isUnderWay)
    // What could not be checked was not wrong.
    if (byPassword.failure && ![0, 503].includes(byPassword.failure.status)) setPassword('')
  }
  const busy = byPassword.isUnderWay || byPasskey.isUnderWay
  const refusal = stepRefusal(busy, wait)
  const submit = () => {
    if (refusal !== undefined) return
    setTried(emailText(email))
    byPassword.start({ email: emailText(email), password })
    passwordField.current?.focus()
  }
  return (
    <>
      {failure && <StepProblem title="Not signed in." failure={failure} wait={wait} />}
      {ways.password && (
        <Form onSubmit={submit}>
          <FormField label="Email">
            {(wiring) => (
              <input
                {...wiring}
                ref={takesFocus && !isPasswordFirst ? focusAtOnce : undefined}
                type="text"
                inputMode="email"
                name="email"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={320}
                required
                readOnly={settled !== undefined}
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </FormField>
          <PasswordField
            label="Password"
            kind="current-password"
            value={password}
            onChange={setPassword}
            inputRef={passwordField}
          />
          <ButtonRow>
            <Button type="submit" look="primary" refusal={refusal}>
              {byPassword.isUnderWay ? 'Signing in …' : 'Sign in'}
            </Button>
          </ButtonRow>
        </Form>
      )}
      {ways.passkey && canUsePasskeys() && <ByPasskey attempt={byPasskey} busy={busy} />}
    </>
  )
}

function ByPasskey({
  attempt,
  busy,
}: {
  readonly attempt: SignInSteps['byPasskey']
  readonly busy: boolean
}) {
  const { failure, isUnderWay, start } = attempt
  return (
    <>
      {failure && <StepProblem title="Not signed in." failure={failure} wait={0} />}
      <ButtonRow>
        <Button refusal={busy ? 'This is under way.' : undefined} onClick={() => start(provePasskey)}>
          {isUnderWay ? 'Waiting for your passkey …' : 'Sign in with a passkey'}
        </Button>
      </ButtonRow>
    </>
  )
}
