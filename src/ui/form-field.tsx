import { type ReactNode, useId } from 'react'
import { Foreign } from './foreign.tsx'
import styles from './form-field.module.css'
import { Hint } from './hint.tsx'

type Wiring = {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

type FieldProps = {
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong with it. */
  readonly error?: string | undefined
  /** What stands below its hint. */
  readonly below?: ReactNode
  readonly children: (wiring: Wiring) => ReactNode
}

/** A control with its label above, its hint below, and what is wrong with it in place of the hint. */
export function FormField({ label, hint, error, below, children }: FieldProps) {
  const id = useId()
  const note = error || hint
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': error !== undefined,
      })}
      {note && (
        <Hint id={`${id}-note`} isWrong={Boolean(error)}>
          <Foreign text={note} />
        </Hint>
      )}
      {below}
    </div>
  )
}
