import { type Ref, useState } from 'react'
import { Button } from './button.tsx'
import { FormField } from './form-field.tsx'
import styles from './step.module.css'

type Props = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** `current-password`, or `new-password` where one is made: password managers go by it. */
  readonly kind: 'current-password' | 'new-password'
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly inputRef?: Ref<HTMLInputElement> | undefined
}

/** A field for a password, which can be shown as it is typed. */
export function PasswordField({ label, value, onChange, kind, hint, error, inputRef }: Props) {
  const [isShown, setShown] = useState(false)
  return (
    <FormField label={label} hint={hint} error={error}>
      {(wiring) => (
        <div className={styles.password}>
          <input
            {...wiring}
            ref={inputRef}
            type={isShown ? 'text' : 'password'}
            name={kind}
            autoComplete={kind}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={256}
            required
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <Button aria-label={isShown ? `Hide ${label}` : `Show ${label}`} onClick={() => setShown(!isShown)}>
            {isShown ? 'Hide' : 'Show'}
          </Button>
        </div>
      )}
    </FormField>
  )
}
