import type { ReactNode } from 'react'
import { Foreign } from './foreign.tsx'
import styles from './form.module.css'
import { Hint } from './hint.tsx'

type FormProps = { readonly onSubmit: () => void; readonly children: ReactNode }

/** A form in a window, its parts below one another, a `FormFoot` last. */
export function Form({ onSubmit, children }: FormProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}

type FormPartsProps = {
  /** Its name, where it is a part of the page by itself. */
  readonly label?: string
  readonly children: ReactNode
}

/** The layout of a `Form` without the form: for a dialog that only asks, or for a part of a form. */
export function FormParts({ label, children }: FormPartsProps) {
  if (label === undefined) return <div className={styles.form}>{children}</div>
  return (
    <section aria-label={label} className={styles.form}>
      {children}
    </section>
  )
}

type FootProps = {
  /** What is wrong with the whole of it. */
  readonly problems?: readonly string[]
  /** What is being done, said aloud while it is; '' before and after. */
  readonly doing?: string
  readonly children: ReactNode
}

const none: readonly string[] = []

/**
 * The end of a form, which stays in view: what is wrong with the form as a whole, what is under way, and the buttons.
 */
export function FormFoot({ problems = none, doing, children }: FootProps) {
  return (
    <div className={styles.foot}>
      {problems.length > 0 && (
        <div role="alert" className={styles.problems}>
          {problems.map((words) => (
            <p key={words}>
              <Foreign text={words} />
            </p>
          ))}
        </div>
      )}
      {children}
      {doing !== undefined && <Hint as="output">{doing}</Hint>}
    </div>
  )
}
