import { type ReactNode, useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { SignInStep, SignInWays } from '#contract/session/sign-in.ts'
import { useSignInSteps, useSignInWays } from '#queries/session/sign-in.ts'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Hint } from '#ui/hint.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Entrance } from './entrance.tsx'
import { FormColumn, SignInLayout, Way } from './parts/layout.tsx'
import { LocalSignIn } from './parts/local-sign-in.tsx'
import { Note } from '#ui/step-problem.tsx'
import { ReasonNote } from './parts/reason-note.tsx'
import { SecondFactor } from './parts/second-factor.tsx'
import { ProviderButton } from './provider-button.tsx'

type Props = {
  /** Where to go afterwards: a path of this page (target.ts). */
  readonly to: string
  /** The query of the address: why an earlier try came to nothing. */
  readonly search: URLSearchParams
  /** Called once there is a session as somebody; the page is left then. */
  readonly onSignedIn: (session: Session | undefined) => void
  /** Sets up the second factor that somebody's roles take; calls the first once they are in, the other where they are another. */
  readonly enrolment: (onDone: (session: Session | undefined) => void, onOther: () => void) => ReactNode
  /** What can be done here without being anybody. */
  readonly children?: ReactNode
}

/** The ways by which people sign in here, one below the other, and the steps that follow. */
export function SignInPage({ to, search, onSignedIn, enrolment, children }: Props) {
  const ways = useSignInWays()
  const [step, setStep] = useState<SignInStep>()
  const [beginsAnew, setBeginsAnew] = useState(false)
  // After a reload, for one. Kept: the server forgets it as soon as it is done, while recovery codes are still shown.
  if (ways.value?.enrol && step === undefined && !beginsAnew) setStep({ state: 'ENROL', factors: [] })
  const steps = useSignInSteps((next) =>
    next.state === 'SIGNED_IN' ? onSignedIn(next.session) : setStep(next),
  )
  const beginAnew = () => {
    setBeginsAnew(true)
    setStep(undefined)
  }
  const isFirst = step === undefined
  return (
    <SignInLayout title={step?.state === 'ENROL' ? 'One more thing before you go in' : 'Sign in'}>
      {isFirst && <ReasonNote search={search} />}
      {step?.state === 'SECOND_FACTOR' ? (
        <FormColumn>
          <SecondFactor factors={step.factors} steps={steps} onBack={() => setStep(undefined)} />
        </FormColumn>
      ) : step?.state === 'ENROL' ? (
        enrolment(onSignedIn, beginAnew)
      ) : step ? (
        <ErrorPanel
          title="There is a step that this page does not know"
          message={`The server asks for ${step.state}.`}
          advice="Load the page again; the server may be newer than it."
          onRetry={() => setStep(undefined)}
        />
      ) : ways.value ? (
        <Ways ways={ways.value} steps={steps} to={to} onSignedIn={onSignedIn} />
      ) : ways.failure ? (
        <ErrorPanel
          title="How to sign in could not be read"
          message={ways.failure.message}
          advice={ways.failure.resolution || undefined}
          onRetry={ways.retry}
        />
      ) : (
        <Skeleton label="Loading" rows={4} />
      )}
      {children}
    </SignInLayout>
  )
}

type WaysProps = Pick<Props, 'to' | 'onSignedIn'> & {
  readonly ways: SignInWays
  readonly steps: ReturnType<typeof useSignInSteps>
}

function Ways({ ways, steps, to, onSignedIn }: WaysProps) {
  const { entrance, password, passkey, oidc, set_up, set_up_reason } = ways
  return (
    <>
      {set_up && !entrance && <SetUpHint provider={oidc?.name} reason={set_up_reason} />}
      {oidc && (
        <Way label="With your organization’s account">
          <ProviderButton name={oidc.name} to={to} />
        </Way>
      )}
      {(password || passkey) && (
        <Way label="With an account of this server">
          <FormColumn>
            <LocalSignIn ways={ways} steps={steps} takesFocus={!entrance} />
            {password && (
              <Hint>
                Forgotten your password? Ask an admin for a link that sets a new one. The only admin makes one
                on the server; the manual has the command (users -- reset).
              </Hint>
            )}
          </FormColumn>
        </Way>
      )}
      {entrance && (
        <Way label="Without signing in">
          <Entrance canSetUp={set_up} onSignedIn={onSignedIn} />
        </Way>
      )}
      {!entrance && !password && !passkey && !oidc && !set_up && <NoWay />}
    </>
  )
}

type HintProps = { readonly provider: string | undefined; readonly reason: string | undefined }

function SetUpHint({ provider, reason }: HintProps) {
  if (reason === 'REAL_DATA' && provider === undefined)
    return (
      <Note>
        <p>
          <strong>Since real data came in, nobody gets in without signing in.</strong> The first admin is made
          by <code>npm run users -- add-admin</code> on the server, or by the link that the import or the
          server printed (<code>npm run -s users -- set-up-link</code> prints another).
        </p>
      </Note>
    )
  return (
    <Note>
      <p>
        <strong>
          {provider === undefined ? 'Nobody can sign in yet.' : 'No admin has signed in here yet.'}
        </strong>{' '}
        {provider === undefined
          ? 'Open'
          : `Whoever has been made one signs in with ${provider}. Otherwise open`}{' '}
        the set-up link that the server printed when it started; it makes the first admin. On the server,{' '}
        <code>npm run users -- add-admin</code> makes one too, and starting the server again prints a new
        link.
      </p>
    </Note>
  )
}

function NoWay() {
  return (
    <Note>
      <p>
        <strong>Nobody can sign in here.</strong> Programs come in with an API key. On the server,{' '}
        <code>npm run users -- add-admin</code> makes an admin who can.
      </p>
    </Note>
  )
}
