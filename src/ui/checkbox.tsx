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

type CellProps = {
  /** What it says yes to, which is read and not seen. */
  readonly label: string
  readonly checked: boolean
  /** Some of what it stands for is chosen, not all. */
  readonly isPartly?: boolean
  readonly onChange: (checked: boolean, withShift: boolean) => void
}

/** One that stands alone in a cell of a table, in which keys move: no tab stop. */
export function CellCheckbox({ label, checked, isPartly = false, onChange }: CellProps) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={label}
        ref={(input) => {
          if (input) input.indeterminate = isPartly && !checked
        }}
        checked={checked}
        onChange={({ target, nativeEvent }) =>
          onChange(target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
        }
      />
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
