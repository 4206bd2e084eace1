import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import type { Certification } from '#contract/certification.ts'
import type { ReviewContext } from '#contract/review-calls.ts'
import { HeaderLines } from './header-lines.tsx'
import styles from './view.module.css'

const DetailsPanel = lazy(async () => ({ default: (await import('./details-panel.tsx')).DetailsPanel }))

type Props = {
  readonly certification: Certification
  readonly context: ReviewContext | undefined
  readonly now: number
  readonly zone: string
}

/** What this review is, and behind a button everything that is known of it. */
export function ReviewHeader(props: Props) {
  const [open, setOpen] = useState(false)
  return (
    <header className={styles.header}>
      <HeaderLines {...props} link={Link} onDetails={() => setOpen(true)} />
      {open && (
        <Suspense>
          <DetailsPanel {...props} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </header>
  )
}
