import { Foreign } from '#ui/foreign.tsx'
import styles from '../reviews.module.css'

/** Search conditions as a nested list: every key and value as it stands, none of them read into. */
export function QueryTree({ value }: { readonly value: unknown }) {
  const entries = entriesOf(value)
  if (!entries)
    return (
      <code>
        <Foreign text={JSON.stringify(value)} />
      </code>
    )
  if (entries.length === 0)
    return <span className={styles.muted}>{Array.isArray(value) ? 'empty list' : 'nothing'}</span>
  return (
    <ul className={styles.tree}>
      {entries.map(([key, inner]) => (
        <li key={key}>
          <span className={styles.key}>
            <Foreign text={key} />
          </span>{' '}
          <QueryTree value={inner} />
        </li>
      ))}
    </ul>
  )
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (Array.isArray(value)) return value.map((inner: unknown, place) => [String(place + 1), inner])
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined
}
