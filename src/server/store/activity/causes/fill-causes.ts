import { type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import { type Cause, causeOf } from '../../../causes/cause-of.ts'
import { normaliserVersion } from '../../../causes/normalise-message.ts'
import type { Store } from '../../database/open.ts'
import { inTransaction } from '../../database/transaction.ts'
import { writeCauses } from './write-causes.ts'

/** So many events get their causes in one transaction. */
const atOnce = 1000

/**
 * Gives events that failed and have no cause theirs: what others than the loader have written, and, after an update of the rules,
 * all, whose causes count as unknown until then (`knownCause`). Several processes may do so at once. Stops between two batches
 * when it is told to. Returns how many events got one.
 */
export async function fillCauses(
  { database }: Pick<Store, 'database'>,
  stopping?: AbortSignal,
): Promise<number> {
  const client = await database.openClient('causes')
  try {
    await client.query('SET statement_timeout = 0')
    // Nobody who looks at events is told: what they are shown stays the same.
    await client.query(`SET countersign.causes_only = 'on'`)
    let filled = 0
    for (const which of unsorted) filled += await fillAll(client, which, stopping)
    if (stopping?.aborted) return filled
    await client.query(forgetOldCauses)
    return filled
  } finally {
    await client.end()
  }
}

/** Ids of these rules begin so, and lie between: a point follows a dash. */
const ids = { from: `'${normaliserVersion}-'`, to: `'${normaliserVersion}.'` } as const

/** The cause of an event; NULL where it is not known, or where other rules have told it. */
export const knownCause: RawBuilder<unknown> = sql.raw(
  `CASE WHEN cause_id >= ${ids.from} AND cause_id < ${ids.to} THEN cause_id END`,
)

/** What the cause of an event is like that is to be told, each with an index to find it by. */
export const unsorted = ['cause_id IS NULL', `cause_id < ${ids.from}`, `cause_id >= ${ids.to}`] as const

const forgetOldCauses = `DELETE FROM cause WHERE (cause_id < ${ids.from} OR cause_id >= ${ids.to})
  AND NOT EXISTS (SELECT FROM action_event WHERE action_event.cause_id = cause.cause_id)`

/** An event whose cause is not known yet. */
type Unsorted = {
  readonly id: string
  readonly messages: string[]
  readonly identity_name: string
  readonly identity_id: string
}

async function fillAll(
  client: pg.ClientBase,
  which: (typeof unsorted)[number],
  stopping: AbortSignal | undefined,
): Promise<number> {
  let filled = 0
  let some = atOnce
  while (some === atOnce) {
    if (stopping?.aborted) return filled
    some = await inTransaction(client, () => fillSome(client, which))
    filled += some
  }
  return filled
}

async function fillSome(client: pg.ClientBase, which: (typeof unsorted)[number]): Promise<number> {
  const { rows } = await client.query<Unsorted>(
    `SELECT id, messages, identity_name, identity_id FROM action_event WHERE state = 'ERRORED' AND ${which}
     LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`,
  )
  const causes = rows.map(
    ({ messages, identity_name, identity_id }): Cause => causeOf(messages, [identity_name, identity_id]),
  )
  await writeCauses(client, causes)
  await client.query(
    `UPDATE action_event SET cause_id = given.cause_id
     FROM unnest($1::bigint[], $2::text[]) AS given (id, cause_id) WHERE action_event.id = given.id`,
    [rows.map(({ id }) => id), causes.map(({ cause_id }) => cause_id)],
  )
  return rows.length
}
