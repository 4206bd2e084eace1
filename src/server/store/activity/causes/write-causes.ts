import type pg from 'pg'
import type { Cause } from '../../../causes/cause-of.ts'

/**
 * Writes causes down that are new, and of those that are there what all their events have in common. Takes a client with a
 * transaction open, and the causes of some events, in any order and as often as they occur.
 */
export async function writeCauses(client: pg.ClientBase, causes: readonly Cause[]): Promise<void> {
  const known = new Map<string, { text: string; shared: (string | null)[] }>()
  for (const { cause_id, text, values } of causes) {
    const same = known.get(cause_id)
    // Where a list was named, there may be more places or fewer.
    const alike = same?.shared.length === values.length
    if (same) same.shared = same.shared.map((value, at) => (alike && value === values[at] ? value : null))
    else known.set(cause_id, { text, shared: [...values] })
  }
  if (known.size === 0) return
  // In one order, so that two who write the same do not wait for each other.
  const rows = [...known].map(([cause_id, cause]) => ({ cause_id, ...cause })).toSorted(byId)
  await client.query(
    `INSERT INTO cause (cause_id, text, shared)
     SELECT cause_id, text, shared FROM jsonb_to_recordset($1) AS new (cause_id text, text text, shared text[])
     ON CONFLICT (cause_id) DO UPDATE SET shared = (
       SELECT coalesce(array_agg(CASE WHEN was = comes AND cardinality(cause.shared) = cardinality(excluded.shared) THEN was END ORDER BY place), '{}')
       FROM unnest(cause.shared, excluded.shared) WITH ORDINALITY AS pair (was, comes, place))
     WHERE cause.shared <> excluded.shared`,
    [JSON.stringify(rows)],
  )
}

const byId = (a: { readonly cause_id: string }, b: { readonly cause_id: string }) =>
  a.cause_id < b.cause_id ? -1 : 1
