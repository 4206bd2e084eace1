import type { ReactNode } from 'react'
import styles from './layout.module.css'

type Props = {
  readonly title: string
  readonly children: ReactNode
}

/** A page by which people come in: its title, and what stands below it, in one column. */
export function SignInLayout({ title, children }: Props) {
  return (
    <div className={styles.page}>
      <title>{`${title} · Countersign`}</title>
      <p className={styles.product}>Countersign</p>
      <h1>{title}</h1>
      {children}
    </div>
  )
}

/** A column as wide as a form. */
export function FormColumn({ children }: { readonly children: ReactNode }) {
  return <div className={styles.box}>{children}</div>
}

/** One way in among several, with a line above all but the first. */
export function Way({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section aria-label={label} className={styles.way}>
      {children}
    </section>
  )
}
