import type { ReactNode } from 'react'
import { CopyButton } from '#ui/copy-button.tsx'
import styles from './shown-once.module.css'

type Props = {
  /** What the text is, for screen readers and the button. */
  readonly name: string
  readonly text: string
  readonly children: ReactNode
}

/** A secret that is shown this once, with a button that copies it. */
export function ShownOnce({ name, text, children }: Props) {
  return (
    <section className={styles.box} aria-label={name}>
      <p>{children}</p>
      <code className={styles.text}>{text}</code>
      <div>
        <CopyButton label={`Copy ${name}`} text={() => text} />
      </div>
    </section>
  )
}
