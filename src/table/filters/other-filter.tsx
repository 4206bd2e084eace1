import type { MouseEvent, ReactNode } from 'react'
import { isolated } from '#std/isolate.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { Popover } from '#ui/popover.tsx'
import styles from './filter-bar.module.css'

type OtherFilterProps = {
  readonly label: string
  /** What is set, after a word for how; undefined where nothing is. */
  readonly set: { readonly how: string; readonly value: string } | undefined
  readonly children: (close: () => void) => ReactNode
}

/** The button of a filter that no field has: it says what is set, and opens its control. */
export function OtherFilter({ label, set, children }: OtherFilterProps) {
  return (
    <Popover
      label={label}
      tip={set && `${label} ${set.how} "${isolated(set.value)}"`}
      className={set ? `${styles.chip} ${styles.set}` : styles.chip}
      trigger={
        <span className={styles.words}>
          {label}
          {set && (
            <>
              : {set.how} <b>{isolated(set.value)}</b>
            </>
          )}
        </span>
      }
    >
      {children}
    </Popover>
  )
}

type RemovableFilterProps = {
  readonly label: string
  readonly value: string
  /** The whole of it, where the value is cut off. */
  readonly tip: string
  readonly onRemove: () => void
}

/** A filter that was set elsewhere: it says what is set, and a press takes it away. */
export function RemovableFilter({ label, value, tip, onRemove }: RemovableFilterProps) {
  const remove = ({ currentTarget }: MouseEvent) => {
    // The button goes; the focus stays among the filters.
    currentTarget.parentElement?.querySelector('button')?.focus()
    onRemove()
  }
  return (
    <Button
      className={`${styles.chip} ${styles.set}`}
      aria-label={`${label}: ${value}. Take this filter away.`}
      data-tip={tip}
      onClick={remove}
    >
      <span className={styles.words}>
        {label}: <b>{value}</b>
      </span>
      <Icon name="close" />
    </Button>
  )
}
