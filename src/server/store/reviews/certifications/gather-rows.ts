import type { Database } from '../../database/connect.ts'
import { messageOf, type StoreLog } from '../../embedded/start-error.ts'
import { inTransaction } from '../../database/transaction.ts'
import { createRows } from './create-rows.ts'
import { logTime } from '../log/append-log.ts'

// A number that means nothing but "the rows of a certification are being gathered"; the second is the certification's.
const lock = 0x636f756f
/** From so many rows on, plans are wrong until statistics know of them. */
const many = 1000

type Databases = Pick<Database, 'openClient'>

/** Brings in the rows of a certification that is searching. Does nothing while another process is at it. */
export async function gatherRows(database: Databases, number: number, clock: () => Date): Promise<void> {
  const client = await database.openClient('review rows')
  try {
    const total = await inTransaction(client, async () => {
      const { rows } = await client.query<{ held: boolean }>(
        'SELECT pg_try_advisory_xact_lock($1, $2) AS held',
        [lock, number],
      )
      return rows[0]?.held ? await createRows(client, number, logTime(clock())) : undefined
    })
    if (total !== undefined && total >= many)
      await client.query('ANALYZE result, result_reviewer, result_log')
  } finally {
    await client.end()
  }
}

/**
 * Brings in the rows of every certification that was left searching, as one is whose server was stopped. One that fails
 * is told to the log and stays for the next time. The demonstration's own search, which has no snapshot, never ends.
 */
export async function gatherLeft(database: Databases, clock: () => Date, log: StoreLog): Promise<void> {
  const client = await database.openClient('review jobs')
  try {
    const { rows } = await client.query<{ number: number }>(
      `SELECT number FROM certification WHERE state = 'CERT_STATE_SEARCHING' AND error_reason = ''
         AND NOT (demo AND snapshot_id IS NULL) ORDER BY number`,
    )
    for (const { number } of rows) await tryToGather(database, number, { clock, log })
  } finally {
    await client.end()
  }
}

type Trying = {
  readonly clock: () => Date
  readonly log: StoreLog
  readonly first?: (() => Promise<unknown>) | undefined
}

/** The same as `gatherRows` for whoever does not wait for the end, after `first`: what goes wrong is told to the log. */
export async function tryToGather(
  database: Databases,
  number: number,
  { clock, log, first }: Trying,
): Promise<void> {
  try {
    await first?.()
    await gatherRows(database, number, clock)
  } catch (error) {
    log.warn(
      `The rows of certification ${number} could not be gathered; they will be tried again: ${messageOf(error)}`,
    )
  }
}
