import styles from './progress-bar.module.css'

type Props = {
  /** What it counts, for screen readers. */
  readonly label: string
  readonly max: number
  readonly value: number
}

/** How much of something is done, as a bar as wide as its place. Of nothing, nothing is done. */
export function ProgressBar({ label, max, value }: Props) {
  return <progress className={styles.bar} aria-label={label} max={Math.max(1, max)} value={value} />
}
