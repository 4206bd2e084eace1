import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { numberText } from '#ui/number-text.ts'
import styles from './counts.module.css'
import type { CountsReading } from './value-counts.ts'

type Props = CountsReading & {
  /** By which the values are described: a count is of no more than it says. */
  readonly id: string
}

/** Below values with their counts: how many more there are, what is counted, or why nothing could be. */
export function CountsNote({ id, value, failure, retry }: Props) {
  if (failure !== undefined)
    return (
      <p id={id} className={styles.note}>
        Could not be counted: <Foreign text={failure} /> <Button onClick={retry}>Try again</Button>
      </p>
    )
  if (!value)
    return (
      <p id={id} className={styles.note}>
        Counting …
      </p>
    )
  return (
    <p id={id} className={styles.note}>
      {value.others > 0 && `and ${numberText(value.others)} more: type a part of the name to find them. `}
      {value.covers}
    </p>
  )
}
