import { useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import { useAddPasskey } from '#queries/session/second-factors.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Form } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { makePasskey } from '#ui/passkey.ts'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import styles from './security.module.css'

type Props = {
  readonly onDone: (session: Session | undefined) => void
  readonly onBack: () => void
}

/** Makes a passkey under a name that its owner knows it by. */
export function AddPasskey({ onDone, onBack }: Props) {
  const [name, setName] = useState('')
  const { start, isUnderWay, failure } = useAddPasskey(onDone)
  const wait = useWait(failure)
  const refusal = stepRefusal(isUnderWay, wait)
  return (
    <div className={styles.steps}>
      <p>
        A passkey stays on a device or in a password manager, and opens with a fingerprint, a face or a PIN.
        Nobody can ask it out of you.
      </p>
      {failure && <StepProblem title="Not made." failure={failure} wait={wait} />}
      <Form
        onSubmit={() => {
          if (refusal === undefined) start({ name: name.trim(), make: makePasskey })
        }}
      >
        <FormField label="Name" hint="Where it is, such as “Work laptop”.">
          {(wiring) => (
            <input
              {...wiring}
              ref={focusAtOnce}
              name="passkey-name"
              autoComplete="off"
              maxLength={100}
              required
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </FormField>
        <ButtonRow>
          <Button type="submit" look="primary" refusal={refusal}>
            {isUnderWay ? 'Waiting for your device …' : 'Make a passkey'}
          </Button>
          <Button onClick={onBack}>Back</Button>
        </ButtonRow>
      </Form>
    </div>
  )
}
