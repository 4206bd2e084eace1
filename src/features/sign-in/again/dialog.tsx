import { useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { SignInStep } from '#contract/session/sign-in.ts'
import { useSignIn } from '#queries/session/accounts.ts'
import { useSignInSteps, useSignInWays } from '#queries/session/sign-in.ts'
import { autofocus, focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { FormParts } from '#ui/form.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { LocalSignIn } from '../parts/local-sign-in.tsx'
import { ProviderWindow } from '../parts/provider-window.tsx'
import { SecondFactor } from '../parts/second-factor.tsx'
import { StepProblem } from '#ui/step-problem.tsx'
import { OtherPerson } from './other-person.tsx'

type Props = {
  /** Whose page this is. */
  readonly session: Session
  /** Somebody else who is signed in by now, where that is so. */
  readonly other: Session | undefined
  /** Reads again who is signed in. */
  readonly onLook: () => void
  /** Goes on as the other person: what stands here is cleared. */
  readonly onGoOn: (other: Session) => void
  /** Called when the person puts it off; what is open stays as it is, and nothing is sent. */
  readonly onClose: () => void
}

/** Signing in again without leaving the page, over whatever is open. It takes no keys until somebody goes into it. */
export function AgainDialog({ session, other, onLook, onGoOn, onClose }: Props) {
  // Who goes back signs in over the other, and is asked again where that came to nothing.
  const [goesBack, setGoesBack] = useState<Session>()
  const isOther = other !== undefined && other !== goesBack
  return (
    <Dialog
      title={isOther ? 'Somebody else is signed in now' : 'Your session has ended'}
      keys="opening"
      onClose={onClose}
    >
      <FormParts>
        {isOther ? (
          <OtherPerson
            session={session}
            other={other}
            onBack={() => setGoesBack(other)}
            onGoOn={() => onGoOn(other)}
          />
        ) : (
          <>
            <p tabIndex={-1} ref={autofocus}>
              Sign in again as <Foreign text={session.actor.name} />. What you have written and decided here
              stays, and what you have sent goes on once you are signed in.
            </p>
            <Ways session={session} isOverOther={other !== undefined} onLook={onLook} />
          </>
        )}
        <ButtonRow>
          <Button onClick={onClose}>Not now</Button>
        </ButtonRow>
      </FormParts>
    </Dialog>
  )
}

type WaysProps = Pick<Props, 'session' | 'onLook'> & {
  /** Whether somebody else is signed in, whom the provider would know as well. */
  readonly isOverOther: boolean
}

/** The ways by which the person of the page can sign in. */
function Ways({ session, isOverOther, onLook }: WaysProps) {
  const ways = useSignInWays()
  const [step, setStep] = useState<SignInStep>()
  const steps = useSignInSteps((next) => (next.state === 'SIGNED_IN' ? onLook() : setStep(next)))
  const { method, actor, state } = session
  const { value, failure, retry } = ways
  if (!value)
    return failure ? (
      <>
        <StepProblem title="How to sign in could not be read." failure={failure} wait={0} />
        <Button onClick={retry}>Try again</Button>
      </>
    ) : (
      <Skeleton label="Loading" rows={3} />
    )
  if (step?.state === 'SECOND_FACTOR')
    return <SecondFactor factors={step.factors} steps={steps} onBack={() => setStep(undefined)} />
  if (step?.state === 'ENROL')
    return (
      <InNewTab link="Set one up in a new tab" focusRef={focusAtOnce}>
        By now your role takes a second proof at each sign-in, and you have none yet.
      </InNewTab>
    )
  if (step) return <InNewTab focusRef={focusAtOnce}>There is a step that this window cannot do.</InNewTab>
  if (method === 'entrance') return <ByEntrance session={session} onLook={onLook} />
  const isLocal = state?.local_account || method === 'password' || method === 'passkey'
  if (isLocal && (value.password || value.passkey))
    return <LocalSignIn ways={value} steps={steps} email={actor.user.email} takesFocus={false} />
  if (value.oidc) return <ProviderWindow name={value.oidc.name} ask={isOverOther} onNews={onLook} />
  return <InNewTab>There is no way to sign in here in this window.</InNewTab>
}

/** Back in as an account of the demonstration, by one press. */
function ByEntrance({ session, onLook }: Omit<WaysProps, 'isOverOther'>) {
  const { signIn, signingIn, failure } = useSignIn(onLook)
  return (
    <>
      {failure && <StepProblem title="Not signed in." failure={failure} wait={0} />}
      <ButtonRow>
        <Button
          look="primary"
          refusal={signingIn ? 'This is under way.' : undefined}
          onClick={() => signIn(session.actor.user)}
        >
          Continue as {session.actor.name}
        </Button>
      </ButtonRow>
    </>
  )
}

type InNewTabProps = {
  readonly link?: string
  /** Where it takes the place of what had the focus. */
  readonly focusRef?: (element: HTMLElement | null) => void
  readonly children: string
}

/** Leads to where signing in goes on; this page hears of it, and what stands here is kept meanwhile. */
function InNewTab({ link = 'Sign in in a new tab', focusRef, children }: InNewTabProps) {
  return (
    <p tabIndex={-1} ref={focusRef}>
      {children}{' '}
      <a href="/sign-in?again" target="_blank" rel="noreferrer">
        {link}
      </a>
      , and come back: this page goes on by itself then, with what you have written.
    </p>
  )
}
