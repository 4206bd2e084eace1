import { type ReactNode, useId } from 'react'
import { Foreign } from '#ui/foreign.tsx'
import styles from './form.module.css'

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
  readonly children: (wiring: Wiring) => ReactNode
}

/** A control with its label above, its hint below, and what is wrong with it. */
export function FormField({ label, hint, error, children }: FieldProps) {
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
        <p id={`${id}-note`} className={error ? styles.error : styles.hint}>
          <Foreign text={note} />
        </p>
      )}
    </div>
  )
}

type FootProps = {
  readonly verb: string
  readonly busy: boolean
  readonly rest: readonly string[]
  readonly children: ReactNode
}

/** The end of a form: what is wrong with the whole of it, then its buttons. */
export function FormFoot({ verb, busy, rest, children }: FootProps) {
  return (
    <div className={styles.foot}>
      {rest.length > 0 && (
        <div role="alert" className={styles.error}>
          {rest.map((words) => (
            <p key={words}>
              <Foreign text={words} />
            </p>
          ))}
        </div>
      )}
      {children}
      <output className={styles.hint}>{busy ? `${verb} …` : ''}</output>
    </div>
  )
}
