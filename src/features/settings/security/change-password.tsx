import { useState } from 'react'
import { useChangePassword } from '#queries/session/second-factors.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Form } from '#ui/form.tsx'
import { Hint, Problem } from '#ui/hint.tsx'
import { NewPasswordFields, useNewPassword } from '#ui/new-password.tsx'
import { PasswordField } from '#ui/password-field.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import styles from './security.module.css'

/** Changes the reader's password; their other sessions end. */
export function ChangePassword({ email }: { readonly email: string }) {
  const [isOpen, setOpen] = useState(false)
  const [isDone, setDone] = useState(false)
  if (isOpen)
    return (
      <PasswordForm
        email={email}
        onEnd={(done) => {
          setOpen(false)
          setDone(done)
        }}
      />
    )
  return (
    <ButtonRow>
      <Button onClick={() => setOpen(true)}>Change it …</Button>
      <Hint as="output">{isDone ? 'Your password is changed, and your other sessions have ended.' : ''}</Hint>
    </ButtonRow>
  )
}

type FormProps = { readonly email: string; readonly onEnd: (isDone: boolean) => void }

function PasswordForm({ email, onEnd }: FormProps) {
  const [current, setCurrent] = useState('')
  const [tried, setTried] = useState(false)
  const password = useNewPassword()
  const { start, isUnderWay, failure } = useChangePassword(() => onEnd(true))
  const wait = useWait(failure)
  const refusal = stepRefusal(isUnderWay, wait)
  return (
    <div className={styles.steps}>
      <p>Your sessions in other browsers end with it.</p>
      {failure && <StepProblem title="Not changed." failure={failure} wait={wait} />}
      <Form
        onSubmit={() => {
          setTried(true)
          if (refusal === undefined && !password.problem) start({ current, password: password.first })
        }}
      >
        <input type="email" name="email" autoComplete="username" readOnly hidden value={email} />
        <PasswordField
          label="Present password"
          kind="current-password"
          value={current}
          onChange={setCurrent}
        />
        <NewPasswordFields
          password={password}
          error={failure?.violations.find(({ field }) => field === 'password')?.description}
        />
        <Problem text={tried ? password.problem : undefined} />
        <ButtonRow>
          <Button type="submit" look="primary" refusal={refusal}>
            {isUnderWay ? 'Changing it …' : 'Change the password'}
          </Button>
          <Button onClick={() => onEnd(false)}>Back</Button>
        </ButtonRow>
      </Form>
    </div>
  )
}
