import { type ReactNode, useId } from 'react'
import styles from './section.module.css'

type Props = {
  readonly title: string
  readonly children: ReactNode
}

/** One part of a page of the settings, under a heading of its own. */
export function SettingsSection({ title, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.section}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}
