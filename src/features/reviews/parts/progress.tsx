import type { ReactNode } from 'react'
import { ProgressBar } from '#ui/progress-bar.tsx'
import styles from './progress.module.css'
import type { Decided } from './progress-text.ts'

type Props = {
  /** What the bar counts, for screen readers. */
  readonly label: string
  readonly counts: Decided
  readonly className?: string | undefined
  /** The same in words. */
  readonly children: ReactNode
}

/** How far a review is, as a bar and in words below it. */
export function Progress({ label, counts: { all, decided }, className, children }: Props) {
  return (
    <div className={[styles.progress, className].filter(Boolean).join(' ')}>
      <ProgressBar label={label} max={all} value={decided} />
      {children}
    </div>
  )
}
