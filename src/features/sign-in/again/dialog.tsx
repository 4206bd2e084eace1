import { useLayoutEffect, useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { SignInStep } from '#contract/session/sign-in.ts'
import { useSignIn } from '#queries/session/accounts.ts'
import { type SignInSteps, useSignInSteps, useSignInWays } from '#queries/session/sign-in.ts'
import { autofocus, focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { FormParts } from '#ui/form.tsx'
import { dialogOpenedByItself } from '#ui/guard-keys.ts'
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
  /** Whether it is being asked who the other is. */
  readonly isLooking: boolean
  /** Whether the person has pressed something to open it; keys that are typed as it opens by itself do nothing. */
  readonly isAsked: boolean
  /** Reads again who is signed in. */
  readonly onLook: () => void
  /** Goes on as the other person: what stands here is cleared. */
  readonly onGoOn: (other: Session) => void
  /** Called when the person puts it off; what is open stays as it is, and nothing is sent. */
  readonly onClose: () => void
}

/** Signing in again without leaving the page, over whatever is open. */
export function AgainDialog({ session, other, isLooking, isAsked, onLook, onGoOn, onClose }: Props) {
  useLayoutEffect(() => {
    if (!isAsked) dialogOpenedByItself()
    // As it opens: what was typed was meant for what it covers.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  const isClosed = useSignInWays().value?.entrance === false && session.method === 'entrance'
  // Who goes back signs in over the other, and is asked again where that came to nothing.
  const [goesBack, setGoesBack] = useState<Session>()
  const isOther = other !== undefined && other !== goesBack
  return (
    <Dialog
      title={isOther || isLooking ? 'Somebody else is signed in now' : 'Your session has ended'}
      keys="opening"
      onClose={onClose}
    >
      <FormParts>
        {isOther ? (
          <OtherPerson
            session={session}
            other={other}
            onBack={isClosed ? undefined : () => setGoesBack(other)}
            onGoOn={() => onGoOn(other)}
          />
        ) : isLooking ? (
          <p tabIndex={-1} ref={autofocus}>
            Looking who it is. Nothing is sent from this page meanwhile.
          </p>
        ) : (
          <BackIn session={session} isOverOther={other !== undefined} isClosed={isClosed} onLook={onLook} />
        )}
        <ButtonRow>
          <Button onClick={onClose}>Not now</Button>
        </ButtonRow>
      </FormParts>
    </Dialog>
  )
}

/** For what may be there as the dialog opens, or come in the place of something else. */
function focusNowOrOnOpening(element: HTMLElement | null): void {
  autofocus(element)
  focusAtOnce(element)
}

type BackInProps = Pick<Props, 'session' | 'onLook'> & {
  /** Whether somebody else is signed in, whom the provider would know as well. */
  readonly isOverOther: boolean
  /** Whether the person came in without proof, as nobody does any more. */
  readonly isClosed: boolean
}

/** What becomes of the page, and the ways by which its person can sign in, where they still can. */
function BackIn({ session, isOverOther, isClosed, onLook }: BackInProps) {
  const [step, setStep] = useState<SignInStep>()
  const steps = useSignInSteps((next) => (next.state === 'SIGNED_IN' ? onLook() : setStep(next)))
  const isShutOut = [steps.byPassword, steps.byCode, steps.byPasskey].some(
    ({ failure }) => failure?.reason === 'NO_ACCESS',
  )
  const name = <Foreign text={session.actor.name} />
  if (isClosed)
    return (
      <p tabIndex={-1} ref={focusAtOnce}>
        Nobody comes in without signing in any more, not as {name} either: nothing is sent from this page.{' '}
        <a href="/sign-in">Sign in as yourself</a>.
      </p>
    )
  return (
    <>
      <p tabIndex={-1} ref={focusNowOrOnOpening}>
        {isShutOut ? (
          <>
            {name} cannot come in now, so nothing is sent from this page. What you have written and decided
            here stays in it, and goes on only once you have access again and sign in here.
          </>
        ) : (
          <>
            Sign in again as {name}. What you have written and decided here stays, and what is not sent yet is
            sent once you are signed in.
          </>
        )}
      </p>
      <Ways {...{ session, isOverOther, onLook, step, setStep, steps }} />
    </>
  )
}

type WaysProps = Omit<BackInProps, 'isClosed'> & {
  readonly step: SignInStep | undefined
  readonly setStep: (step: SignInStep | undefined) => void
  readonly steps: SignInSteps
}

function Ways({ session, isOverOther, onLook, step, setStep, steps }: WaysProps) {
  const { method, actor, state } = session
  const { value, failure, retry } = useSignInWays()
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
    return <LocalSignIn ways={value} steps={steps} email={actor.user.email} takesFocus />
  if (value.oidc) return <ProviderWindow name={value.oidc.name} ask={isOverOther} onNews={onLook} />
  return <InNewTab>There is no way to sign in here in this window.</InNewTab>
}

/** Back in as an account of the demonstration, by one press. */
function ByEntrance({ session, onLook }: Pick<Props, 'session' | 'onLook'>) {
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
