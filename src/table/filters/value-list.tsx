import { useId } from 'react'
import { Foreign } from '#ui/foreign.tsx'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import { CountBar } from './count-bar.tsx'
import { CountsNote } from './counts-note.tsx'
import styles from './counts.module.css'
import type { CountedValue, CountsReading } from './value-counts.ts'

type Props = {
  readonly spec: FilterSpec
  readonly chosen: readonly string[]
  /** Whether a filter takes two texts for the same. */
  readonly same: (a: string, b: string) => boolean
  readonly onChoose: (value: string, checked: boolean) => void
  /** Undefined where nothing is counted. */
  readonly counts: CountsReading | undefined
}

/** Values to be chosen: those that are, and those that most rows have. */
export function ValueList({ spec, chosen, same, onChoose, counts }: Props) {
  const noteId = useId()
  const counted = counts?.value?.values ?? []
  const most = Math.max(0, ...counted.map(({ count }) => count))
  const others = chosen.filter((value) => !counted.some((other) => same(other.value, value)))
  return (
    <>
      <fieldset
        className={styles.values}
        aria-label={`Values of ${spec.label}`}
        aria-describedby={counts && noteId}
      >
        {others.map((value) => (
          <Value key={value} value={value} label={value} checked onChoose={onChoose} />
        ))}
        {counted.map((value) => (
          <Value
            key={value.value}
            {...value}
            most={most}
            checked={chosen.some((other) => same(other, value.value))}
            onChoose={onChoose}
          />
        ))}
        {counts?.value && counted.length === 0 && <p className={styles.note}>No value holds this text.</p>}
      </fieldset>
      {counts && <CountsNote id={noteId} {...counts} />}
    </>
  )
}

type ValueProps = Omit<CountedValue, 'count'> & {
  readonly count?: number
  readonly most?: number
  readonly checked: boolean
  readonly onChoose: (value: string, checked: boolean) => void
}

function Value({ value, label, count, most = 0, checked, onChoose }: ValueProps) {
  const id = useId()
  // A filter control cannot ask for an empty text; the query can.
  const words = value === '' ? <span>(none)</span> : <Foreign text={label || value} />
  return (
    <div className={styles.value}>
      {value === '' ? (
        words
      ) : (
        <>
          <input
            id={id}
            type="checkbox"
            aria-describedby={count === undefined ? undefined : `${id}-count`}
            checked={checked}
            onChange={(event) => onChoose(value, event.target.checked)}
          />
          <label htmlFor={id}>
            {words}
            {label !== value && label !== '' && (
              <>
                {' '}
                <code>
                  <Foreign text={value} />
                </code>
              </>
            )}
          </label>
        </>
      )}
      {count !== undefined && <CountBar id={`${id}-count`} count={count} most={most} />}
    </div>
  )
}
