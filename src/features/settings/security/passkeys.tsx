import { useState } from 'react'
import type { SecondFactors } from '#contract/session/sign-in.ts'
import { useRemovePasskey } from '#queries/session/second-factors.ts'
import { useSignInWays } from '#queries/session/sign-in.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { canUsePasskeys } from '#ui/passkey.ts'
import { StepProblem, useWait } from '#ui/step-problem.tsx'
import { SettingsSection } from '../parts/section.tsx'
import { AddPasskey } from './add-passkey.tsx'
import styles from './security.module.css'

type Props = { readonly factors: SecondFactors; readonly zone: string }

/** The passkeys of the reader, and another one. */
export function Passkeys({ factors, zone }: Props) {
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<string>()
  const ways = useSignInWays().value
  const { start, isUnderWay, failure } = useRemovePasskey(() => setRemoved(undefined))
  const wait = useWait(failure)
  const { passkeys } = factors
  const isLast = factors.required && passkeys.length === 1 && !factors.totp
  const [isAdded, setAdded] = useState(false)
  const end = (isMade: boolean) => {
    setAdding(false)
    setAdded(isMade)
  }
  const cannot = !ways?.passkey
    ? 'Browsers make passkeys for names only, and this address is none, or is not https.'
    : canUsePasskeys()
      ? undefined
      : 'This browser knows no passkeys.'
  return (
    <SettingsSection title="Passkeys">
      {passkeys.length === 0 && <p>You have none. A passkey signs you in by itself, without a password.</p>}
      {failure && <StepProblem title="Not taken away." failure={failure} wait={wait} />}
      <ul className={styles.passkeys}>
        {passkeys.map(({ id, name, created_at, last_used_at }) => (
          <li key={id}>
            <span>
              <Foreign text={name} />{' '}
              <Muted isSmall>
                made {minuteText(created_at, zone)},{' '}
                {last_used_at ? `last used ${minuteText(last_used_at, zone)}` : 'never used'}
              </Muted>
            </span>
            <Button
              aria-label={removed === id ? `Take ${name} away for good` : `Take ${name} away`}
              refusal={
                isLast
                  ? 'It is your last second factor, and your role takes one.'
                  : isUnderWay
                    ? 'It is being taken away.'
                    : undefined
              }
              onClick={() => (removed === id ? start(id) : setRemoved(id))}
            >
              {removed === id ? 'Take it away for good' : 'Take away …'}
            </Button>
          </li>
        ))}
      </ul>
      {isAdded && !isAdding && (
        <p tabIndex={-1} ref={focusAtOnce}>
          The passkey is added.
        </p>
      )}
      {isAdding ? (
        <AddPasskey onDone={() => end(true)} onBack={() => end(false)} />
      ) : (
        <ButtonRow>
          <Button refusal={cannot} onClick={() => setAdding(true)}>
            Add a passkey …
          </Button>
        </ButtonRow>
      )}
    </SettingsSection>
  )
}
