import type { ComponentProps, ReactNode } from 'react'
import styles from './visually-hidden.module.css'

/** Text for screen readers only. */
export function VisuallyHidden(props: Omit<ComponentProps<'span'>, 'className'>) {
  return <span {...props} className={styles.hidden} />
}

/** Text that screen readers say when it changes. It stands in the page while it is still empty. */
export function Announcement({ children }: { readonly children: ReactNode }) {
  return <output className={styles.hidden}>{children}</output>
}
