import { useEffect, useRef, useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { TotpSecret } from '#contract/session/sign-in.ts'
import { useBeginTotp, useConfirmTotp } from '#queries/session/second-factors.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { CodeField } from '#ui/code-field.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { Form } from '#ui/form.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import styles from './security.module.css'

type Props = {
  /** Called when the app is set up and the codes that came with it are kept; with the session where it begins now. */
  readonly onDone: (session: Session | undefined) => void
  readonly onBack: () => void
}

/** Sets an authenticator app up: its secret as a picture and as text, a first code, then the recovery codes. */
export function TotpSetup({ onDone, onBack }: Props) {
  const [secret, setSecret] = useState<TotpSecret>()
  const [made, setMade] = useState<{ codes: readonly string[]; session?: Session | undefined }>()
  const begin = useBeginTotp(setSecret)
  const wait = useWait(begin.failure)
  const { start } = begin
  const hasBegun = useRef(false)
  useEffect(() => {
    // Once, when it is opened: every secret takes the place of the one before.
    if (!hasBegun.current) start()
    hasBegun.current = true
  }, [start])
  if (made) return <RecoveryCodes codes={made.codes} onKept={() => onDone(made.session)} />
  if (!secret)
    return begin.failure ? (
      <div className={styles.steps}>
        <StepProblem title="There is no secret yet." failure={begin.failure} wait={wait} />
        <ButtonRow>
          <Button refusal={stepRefusal(begin.isUnderWay, wait)} onClick={() => start()}>
            Try again
          </Button>
          <Button onClick={onBack}>Back</Button>
        </ButtonRow>
      </div>
    ) : (
      <Skeleton label="Making a secret" rows={4} />
    )
  const take = (next: { codes: readonly string[]; session?: Session | undefined }) =>
    next.codes.length > 0 ? setMade(next) : onDone(next.session)
  return <FirstCode secret={secret} onMade={take} onBack={onBack} />
}

type FirstCodeProps = {
  readonly secret: TotpSecret
  readonly onMade: (made: { codes: readonly string[]; session?: Session | undefined }) => void
  readonly onBack: () => void
}

function FirstCode({ secret, onMade, onBack }: FirstCodeProps) {
  const [code, setCode] = useState('')
  const { start, isUnderWay, failure } = useConfirmTotp(onMade)
  const wait = useWait(failure)
  const refusal = stepRefusal(isUnderWay, wait)
  return (
    <div className={styles.steps}>
      <p>1. Scan this with an authenticator app, or type the secret into it.</p>
      <img
        className={styles.qr}
        width={200}
        height={200}
        alt="QR code of the secret"
        src={`data:image/svg+xml,${encodeURIComponent(secret.qr_svg)}`}
      />
      <p>
        On the device that has the app, <a href={secret.uri}>open it in the app</a>.
      </p>
      <p>
        Secret: <code className={styles.secret}>{inFours(secret.secret)}</code>
      </p>
      <ButtonRow>
        <CopyButton label="Copy the secret" text={() => secret.secret} />
      </ButtonRow>
      <p>2. Enter the code that the app shows.</p>
      {failure && <StepProblem title="Not set up." failure={failure} wait={wait} />}
      <Form
        onSubmit={() => {
          if (refusal !== undefined) return
          start(code)
          setCode('')
        }}
      >
        <CodeField kind="totp" value={code} onChange={setCode} inputRef={focusAtOnce} />
        <ButtonRow>
          <Button type="submit" look="primary" refusal={refusal}>
            {isUnderWay ? 'Checking …' : 'Set it up'}
          </Button>
          <Button onClick={onBack}>Back</Button>
        </ButtonRow>
      </Form>
    </div>
  )
}

const inFours = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ')
