import type pg from 'pg'
import type { FailureIdentity } from '#contract/activity/failures.ts'
import { literalSql } from '../../database/literal-sql.ts'
import type { Store } from '../../database/open.ts'
import { inSnapshot } from '../../database/snapshot.ts'
import type { FailuresOfCause } from '../../../failures.ts'
import { conditionOf } from '../action-event-filter.ts'
import type { SnapshotOptions } from '../event-snapshot.ts'
import {
  countIdentitiesSql,
  identitiesSql,
  type ReadIdentity,
  toIdentity,
  type WantedIdentities,
} from './failure-identities.ts'

const fetchSome = 'FETCH 200 FROM identities'

/** What was there: the instant of the snapshot (RFC 3339 in UTC), how many identities, and the first and the last of the list. */
export type SnappedIdentities = {
  readonly at: string
  readonly rows: number
  readonly first: FailureIdentity | null
  readonly last: FailureIdentity | null
}

/**
 * Counts the identities that a cause struck and has them written in the order of their list, all in one snapshot. Throws where not as
 * many were read as were counted.
 */
export async function inIdentitiesSnapshot(
  store: Pick<Store, 'database' | 'db'>,
  { filter, ...wanted }: FailuresOfCause & Pick<WantedIdentities, 'became'>,
  { signal, onCounted }: SnapshotOptions,
  write: (identities: AsyncGenerator<readonly FailureIdentity[]>) => Promise<void>,
): Promise<SnappedIdentities> {
  const identities = { ...wanted, condition: filter && conditionOf(filter) }
  return await inSnapshot(store, signal, async (client, at) => {
    const { rows: counts } = await client.query<{ count: number }>(literalSql(countIdentitiesSql(identities)))
    const counted = counts[0]?.count ?? 0
    await onCounted({ rows: counted })
    const read: { rows: number; first: FailureIdentity | null; last: FailureIdentity | null } = {
      rows: 0,
      first: null,
      last: null,
    }
    const noted = async function* () {
      for await (const some of identitiesOf(client, literalSql(identitiesSql(identities)))) {
        read.rows += some.length
        read.first ??= some[0] ?? null
        read.last = some.at(-1) ?? read.last
        yield some
      }
    }
    await write(noted())
    if (read.rows !== counted)
      throw new Error(
        `${read.rows} identities were read of ${counted} that were counted in the same snapshot`,
      )
    return { at, ...read }
  })
}

async function* identitiesOf(client: pg.Client, select: string): AsyncGenerator<readonly FailureIdentity[]> {
  await client.query('SET LOCAL cursor_tuple_fraction = 1')
  await client.query(`DECLARE identities NO SCROLL CURSOR FOR ${select}`)
  const fetch = async () => (await client.query<ReadIdentity>(fetchSome)).rows
  for (let rows = await fetch(); rows.length > 0; rows = await fetch()) yield rows.map(toIdentity)
  await client.query('CLOSE identities')
}
