import { useEffect, useRef, useState } from 'react'
import { useConfirmIdentity } from '#queries/session/second-factors.ts'
import { useSessionNow } from '#queries/session/session.ts'
import { useSignInWays } from '#queries/session/sign-in.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Form, FormParts } from '#ui/form.tsx'
import { canUsePasskeys, provePasskey } from '#ui/passkey.ts'
import { CodeField } from '#ui/code-field.tsx'
import { PasswordField } from '#ui/password-field.tsx'
import { ProviderWindow } from '../parts/provider-window.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'

type Props = {
  /** Called with whether the person has proven who they are. */
  readonly onClose: (isProven: boolean) => void
}

/** Asks whoever uses the session to prove once more that it is theirs, for what takes a proof of the last ten minutes. */
export function ProofDialog({ onClose }: Props) {
  const { value, failure, retry } = useSessionNow()
  return (
    <Dialog title="Is it still you?" onClose={() => onClose(false)}>
      <FormParts>
        <p>
          What you are about to do reaches far, so it takes a proof of the last ten minutes that it is you.
          What you have entered stays as it is, and is sent as soon as you have proven it.
        </p>
        {value ? (
          <Proofs proofs={value.state?.proofs ?? []} onProven={() => onClose(true)} />
        ) : failure ? (
          <FailureLine message={failure.message} onRetry={retry} />
        ) : (
          <Skeleton label="Loading" rows={3} />
        )}
        <ButtonRow>
          <Button onClick={() => onClose(false)}>Not now</Button>
        </ButtonRow>
      </FormParts>
    </Dialog>
  )
}

/** What the person can prove themselves by. */
function Proofs({ proofs, onProven }: OwnProps) {
  const provider = useSignInWays().value?.oidc
  return (
    <>
      {proofs.some((proof) => proof !== 'OIDC') && <OwnProof proofs={proofs} onProven={onProven} />}
      {proofs.includes('OIDC') && provider && <ProviderWindow name={provider.name} fresh onNews={onProven} />}
      {proofs.length === 0 && <p>Your account has nothing to prove it by. Sign out, then sign in again.</p>}
    </>
  )
}

type OwnProps = {
  readonly proofs: readonly string[]
  readonly onProven: () => void
}

function OwnProof({ proofs, onProven }: OwnProps) {
  const { byPassword, byPasskey } = useConfirmIdentity(onProven)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const passwordField = useRef<HTMLInputElement>(null)
  useEffect(() => passwordField.current?.focus(), [])
  const [isRecovery, setRecovery] = useState(!proofs.includes('TOTP'))
  const failure = byPassword.failure ?? byPasskey.failure
  const wait = useWait(failure)
  const refusal = stepRefusal(byPassword.isUnderWay || byPasskey.isUnderWay, wait)
  const takesCode = proofs.includes('TOTP') || proofs.includes('RECOVERY_CODE')
  // Beside a passkey a password alone proves nothing.
  const takesPassword = proofs.includes('PASSWORD') && (takesCode || !proofs.includes('PASSKEY'))
  return (
    <>
      {failure && <StepProblem title="Not proven." failure={failure} wait={wait} />}
      {takesPassword && (
        <Form
          onSubmit={() => {
            if (refusal !== undefined) return
            byPassword.start({ password, ...(takesCode ? { code } : {}) })
            setPassword('')
            setCode('')
            passwordField.current?.focus()
          }}
        >
          <PasswordField
            label="Password"
            kind="current-password"
            value={password}
            onChange={setPassword}
            inputRef={passwordField}
          />
          {takesCode && <CodeField kind={isRecovery ? 'recovery' : 'totp'} value={code} onChange={setCode} />}
          <ButtonRow>
            <Button type="submit" look="primary" refusal={refusal}>
              {byPassword.isUnderWay ? 'Checking …' : 'Go on'}
            </Button>
            {proofs.includes('TOTP') && proofs.includes('RECOVERY_CODE') && (
              <Button look="quiet" onClick={() => setRecovery(!isRecovery)}>
                {isRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
              </Button>
            )}
          </ButtonRow>
        </Form>
      )}
      {proofs.includes('PASSKEY') && canUsePasskeys() && (
        <ButtonRow>
          <Button refusal={refusal} onClick={() => byPasskey.start(provePasskey)}>
            {byPasskey.isUnderWay ? 'Waiting for your passkey …' : 'Use a passkey'}
          </Button>
        </ButtonRow>
      )}
    </>
  )
}
