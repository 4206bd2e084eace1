import { numberText } from '#ui/number-text.ts'
import styles from './counts.module.css'

type Props = { readonly id: string; readonly count: number; readonly most: number }

const [width, height] = [48, 6] as const

/** How many rows have a value, as a number and as a bar beside the most that any has. */
export function CountBar({ id, count, most }: Props) {
  return (
    <span className={styles.count}>
      <svg aria-hidden="true" width={width} height={height} className={styles.bar}>
        <rect width={most > 0 ? (count / most) * width : 0} height={height} />
      </svg>
      <span id={id}>{numberText(count)}</span>
    </span>
  )
}
