import type { ReactNode } from 'react'
import styles from './checkbox.module.css'

type Props = {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  /** What it says yes to. */
  readonly children: ReactNode
}

/** Something that is so or not, with its words beside it. */
export function Checkbox({ checked, onChange, children }: Props) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{children}</span>
    </label>
  )
}

/** Several of them, under one name. */
export function CheckboxGroup({
  legend,
  children,
}: {
  readonly legend: ReactNode
  readonly children: ReactNode
}) {
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  )
}
