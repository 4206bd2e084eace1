import { useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import { type MadeFactor, useAddPasskey } from '#queries/session/second-factors.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Form } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { makePasskey } from '#ui/passkey.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import styles from './security.module.css'

type Props = {
  /** Called when the passkey is made and the codes that came with it are kept; with the session where it begins now. */
  readonly onDone: (session: Session | undefined) => void
  readonly onBack: () => void
}

/** Makes a passkey under a name that its owner knows it by, then shows the recovery codes that came with the first factor. */
export function AddPasskey({ onDone, onBack }: Props) {
  const [name, setName] = useState('')
  const [made, setMade] = useState<MadeFactor>()
  const { start, isUnderWay, failure } = useAddPasskey((next) =>
    next.codes.length > 0 ? setMade(next) : onDone(next.session),
  )
  const wait = useWait(failure)
  const refusal = stepRefusal(isUnderWay, wait)
  if (made) return <RecoveryCodes codes={made.codes} onKept={() => onDone(made.session)} />
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
