import type { ComponentProps, ReactNode } from 'react'
import styles from './visually-hidden.module.css'

/** Text for screen readers only. */
export function VisuallyHidden(props: Omit<ComponentProps<'span'>, 'className'>) {
  return <span {...props} className={styles.hidden} />
}

/** Text that screen readers speak when it changes (a live region). Mount it before there is any text. */
export function Announcement({ children }: { readonly children: ReactNode }) {
  return <output className={styles.hidden}>{children}</output>
}
