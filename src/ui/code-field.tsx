import type { Ref } from 'react'
import { FormField } from './form-field.tsx'
import styles from './step.module.css'

type Props = {
  /** Of the authenticator app: six digits; else a recovery code. */
  readonly kind: 'totp' | 'recovery'
  readonly value: string
  readonly onChange: (value: string) => void
  readonly inputRef?: Ref<HTMLInputElement>
}

/** A field for a code that works once. */
export function CodeField({ kind, value, onChange, inputRef }: Props) {
  const isTotp = kind === 'totp'
  return (
    <FormField
      label={isTotp ? 'Code of your authenticator app' : 'Recovery code'}
      hint={isTotp ? 'Six digits; the app shows others every 30 seconds.' : 'Each works once.'}
    >
      {(wiring) => (
        <input
          {...wiring}
          ref={inputRef}
          className={styles.code}
          type="text"
          name="code"
          inputMode={isTotp ? 'numeric' : 'text'}
          autoComplete={isTotp ? 'one-time-code' : 'off'}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  )
}
