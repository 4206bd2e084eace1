import styles from './skeleton.module.css'
import { Announcement } from './visually-hidden.tsx'

type SkeletonProps = {
  /** What is being loaded, for screen readers. */
  readonly label: string
  readonly rows: number
}

/** Grey lines in place of rows that are being read. They hold the place and do not move. */
export function Skeleton({ label, rows }: SkeletonProps) {
  return (
    <div className={styles.skeleton}>
      <Announcement>{label}</Announcement>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row} />
      ))}
    </div>
  )
}
