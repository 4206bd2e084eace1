import type { ReactNode } from 'react'
import styles from './facts.module.css'

type FactsProps = {
  /** `rows`: name and text side by side, with lines between; `columns`: the name above, several beside one another. */
  readonly look?: 'rows' | 'columns'
  /** Gives names of several words more room, in rows. */
  readonly hasLongNames?: boolean
  readonly children: ReactNode
}

/** A list of names and values (`<dl>`); its children are `Fact`s. */
export function Facts({ look = 'rows', hasLongNames = false, children }: FactsProps) {
  const names = [styles[look], hasLongNames && styles.longNames].filter(Boolean).join(' ')
  return <dl className={names}>{children}</dl>
}

/** One name and its value in a list of `Facts`. */
export function Fact({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
