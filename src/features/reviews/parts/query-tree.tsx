import { Foreign } from '#ui/foreign.tsx'
import styles from './query-tree.module.css'

/** The search conditions of a workflow as nested lists; what says nothing (null, empty) is left out. */
export function QueryTree({ query }: { readonly query: Readonly<Record<string, unknown>> }) {
  const entries = saying(query)
  if (entries.length === 0) return <p>There is no query.</p>
  return (
    <ul className={styles.tree}>
      {entries.map(([key, value]) => (
        <li key={key}>
          <span className={styles.key}>
            <Foreign text={key.replaceAll('_', ' ')} />
          </span>{' '}
          <Value value={value} />
        </li>
      ))}
    </ul>
  )
}

function Value({ value }: { readonly value: unknown }) {
  if (Array.isArray(value)) return <QueryTree query={Object.fromEntries(value.map(numbered))} />
  if (isObject(value)) return <QueryTree query={value} />
  return (
    <code>
      <Foreign text={String(value)} />
    </code>
  )
}

function numbered(item: unknown, at: number): [string, unknown] {
  return [String(at + 1), item]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function saying(query: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(query).filter(([, value]) => says(value))
}

function says(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  if (Array.isArray(value)) return value.some(says)
  return !isObject(value) || Object.values(value).some(says)
}
