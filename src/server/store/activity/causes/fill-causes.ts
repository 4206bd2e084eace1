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
 * all. Several processes may do so at once. Returns how many events got one.
 */
export async function fillCauses({ database }: Pick<Store, 'database'>): Promise<number> {
  const client = await database.openClient('causes')
  try {
    await client.query('SET statement_timeout = 0')
    // Nobody who looks at events is told: what they are shown stays the same.
    await client.query(`SET countersign.causes_only = 'on'`)
    await forgetOldCauses(client)
    let filled = 0
    for (let some = atOnce; some === atOnce; filled += some)
      some = await inTransaction(client, () => fillSome(client))
    return filled
  } finally {
    await client.end()
  }
}

/** Empties the causes that other rules have made. */
async function forgetOldCauses(client: pg.ClientBase): Promise<void> {
  const others = `cause_id NOT LIKE '${normaliserVersion}-%'`
  await client.query(
    `UPDATE action_event SET cause_id = NULL WHERE cause_id IN (SELECT cause_id FROM cause WHERE ${others})`,
  )
  await client.query(`DELETE FROM cause WHERE ${others}`)
}

/** An event whose cause is not known yet. */
type Unsorted = {
  readonly id: string
  readonly messages: string[]
  readonly identity_name: string
  readonly identity_id: string
}

async function fillSome(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<Unsorted>(
    `SELECT id, messages, identity_name, identity_id FROM action_event WHERE state = 'ERRORED' AND cause_id IS NULL ORDER BY id LIMIT ${atOnce}
     FOR UPDATE SKIP LOCKED`,
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
