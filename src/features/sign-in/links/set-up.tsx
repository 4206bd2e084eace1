import { type ReactNode, useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { SignInStep } from '#contract/session/sign-in.ts'
import { useSetUp } from '#queries/session/links.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { focusAtOnce } from '#ui/autofocus.ts'
import { emailText } from '#ui/email-text.ts'
import { Form } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { Problem } from '#ui/hint.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { FormColumn } from '../parts/layout.tsx'
import { LinkPage } from './link-page.tsx'
import { linkTrouble } from './link-words.ts'
import { NewPasswordFields, useNewPassword } from '#ui/new-password.tsx'

type Props = {
  readonly token: string | undefined
  readonly onSignedIn: (session: Session | undefined) => void
  readonly enrolment: (onDone: (session: Session | undefined) => void) => ReactNode
}

/** The page of the link that the server prints: it makes the first admin, who then sets up a second factor. */
export function SetUpPage({ token, onSignedIn, enrolment }: Props) {
  const [step, setStep] = useState<SignInStep>()
  const take = (next: SignInStep) => (next.state === 'SIGNED_IN' ? onSignedIn(next.session) : setStep(next))
  return (
    <LinkPage
      kind="set-up"
      title={step ? 'One more thing before you go in' : 'Set Countersign up'}
      token={token}
      enrolment={() => enrolment(onSignedIn)}
    >
      {(_, known) => (step ? enrolment(onSignedIn) : <FirstAdmin token={known} onStep={take} />)}
    </LinkPage>
  )
}

type FirstAdminProps = { readonly token: string; readonly onStep: (step: SignInStep) => void }

function FirstAdmin({ token, onStep }: FirstAdminProps) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [tried, setTried] = useState(false)
  const password = useNewPassword()
  const { start, isUnderWay, failure } = useSetUp(onStep)
  const wait = useWait(failure)
  const ofField = (field: string) => failure?.violations.find((each) => each.field === field)?.description
  const refusal = stepRefusal(isUnderWay, wait)
  const trouble =
    failure?.reason && /^(LINK_|ADMIN_EXISTS)/.test(failure.reason)
      ? linkTrouble('set-up', failure)
      : undefined
  return (
    <FormColumn>
      <p>
        You become the first admin: you add the others and give them their roles. From then on nobody comes in
        without signing in.
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
          if (refusal === undefined && !password.problem)
            start({ token, email: emailText(email), name: name.trim(), password: password.first })
        }}
      >
        <FormField label="Your name" error={ofField('name')}>
          {(wiring) => (
            <input
              {...wiring}
              ref={focusAtOnce}
              name="name"
              autoComplete="name"
              maxLength={1024}
              required
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </FormField>
        <FormField label="Email" hint="You sign in with it." error={ofField('email')}>
          {(wiring) => (
            <input
              {...wiring}
              type="text"
              inputMode="email"
              autoCapitalize="none"
              spellCheck={false}
              name="email"
              autoComplete="username"
              maxLength={320}
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </FormField>
        <NewPasswordFields password={password} error={ofField('password')} />
        <Problem text={tried ? password.problem : undefined} />
        <ButtonRow>
          <Button type="submit" look="primary" refusal={refusal}>
            {isUnderWay ? 'Making your account …' : 'Make my account'}
          </Button>
        </ButtonRow>
      </Form>
    </FormColumn>
  )
}
