import styles from './progress-bar.module.css'

type Props = {
  /** What it counts, for screen readers. */
  readonly label: string
  readonly max: number
  readonly value: number
}

/** A bar that shows `value` of `max`, as wide as its container; empty where `max` is 0. */
export function ProgressBar({ label, max, value }: Props) {
  return <progress className={styles.bar} aria-label={label} max={Math.max(1, max)} value={value} />
}
