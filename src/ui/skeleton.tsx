import styles from './skeleton.module.css'
import { Announcement } from './visually-hidden.tsx'

type SkeletonProps = {
  /** What is being loaded, for screen readers. */
  readonly label: string
  readonly rows: number
}

/** Rows that are on their way. They do not move: the place is held, nothing asks to be looked at. */
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
