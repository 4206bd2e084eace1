import { type ReactNode, useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { OpenedLink, SignInStep } from '#contract/session/sign-in.ts'
import { useSetPassword } from '#queries/session/links.ts'
import { type StepFailure, useSignInSteps } from '#queries/session/sign-in.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Form } from '#ui/form.tsx'
import { Problem } from '#ui/hint.tsx'
import { FormColumn } from '../parts/layout.tsx'
import { SecondFactor } from '../parts/second-factor.tsx'
import { Note, StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { LinkPage } from './link-page.tsx'
import { linkTrouble } from './link-words.ts'
import { NewPasswordFields, useNewPassword } from '#ui/new-password.tsx'

type Props = {
  readonly token: string | undefined
  readonly onSignedIn: (session: Session | undefined) => void
  readonly enrolment: (onDone: (session: Session | undefined) => void) => ReactNode
}

/** The page of a link that an admin or a terminal has made: it sets somebody's password, and signs them in. */
export function SetPasswordPage({ token, onSignedIn, enrolment }: Props) {
  const [step, setStep] = useState<SignInStep>()
  const take = (next: SignInStep) => (next.state === 'SIGNED_IN' ? onSignedIn(next.session) : setStep(next))
  const steps = useSignInSteps(take)
  return (
    <LinkPage
      kind="password"
      title={step ? 'One more thing before you go in' : 'Set your password'}
      token={token}
      enrolment={() => enrolment(onSignedIn)}
    >
      {(link, known) =>
        step?.state === 'SECOND_FACTOR' ? (
          <FormColumn>
            <SecondFactor factors={step.factors} steps={steps} onBack={() => location.assign('/sign-in')} />
          </FormColumn>
        ) : step ? (
          enrolment(onSignedIn)
        ) : (
          <PasswordForm link={link} token={known} onStep={take} />
        )
      }
    </LinkPage>
  )
}

/** The password is set, so that there is nothing to send again; its person just cannot come in. */
function NoAccess({ message, resolution }: Pick<StepFailure, 'message' | 'resolution'>) {
  return (
    <Note>
      <p role="alert">
        <Foreign text={message} /> {resolution} Then <a href="/sign-in">sign in</a>.
      </p>
    </Note>
  )
}

type FormProps = {
  readonly link: OpenedLink
  readonly token: string
  readonly onStep: (step: SignInStep) => void
}

function PasswordForm({ link, token, onStep }: FormProps) {
  const [tried, setTried] = useState(false)
  const password = useNewPassword()
  const { start, isUnderWay, failure } = useSetPassword(onStep)
  const wait = useWait(failure)
  const refusal = stepRefusal(isUnderWay, wait)
  if (failure?.reason === 'NO_ACCESS') return <NoAccess {...failure} />
  const trouble =
    failure?.reason && /^(LINK_|ADMIN_EXISTS)/.test(failure.reason)
      ? linkTrouble('password', failure)
      : undefined
  return (
    <FormColumn>
      <p>
        For the account of{' '}
        <strong>
          <Foreign text={link.name || link.email} />
        </strong>
        . Your other sessions end.
      </p>
      {failure && (
        <StepProblem
          title={trouble ? `${trouble.title}.` : 'Not done.'}
          failure={trouble ? { ...failure, message: trouble.message, resolution: trouble.advice } : failure}
          wait={wait}
        />
      )}
      <Form
        onSubmit={() => {
          setTried(true)
          if (refusal === undefined && !password.problem) start({ token, password: password.first })
        }}
      >
        <input type="email" name="email" autoComplete="username" readOnly hidden value={link.email} />
        <NewPasswordFields
          password={password}
          firstRef={focusAtOnce}
          error={failure?.violations.find(({ field }) => field === 'password')?.description}
        />
        <Problem text={tried ? password.problem : undefined} />
        <ButtonRow>
          <Button type="submit" look="primary" refusal={refusal}>
            {isUnderWay ? 'Setting your password …' : 'Set the password and sign in'}
          </Button>
        </ButtonRow>
      </Form>
    </FormColumn>
  )
}
