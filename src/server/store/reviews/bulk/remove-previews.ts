import { type Kysely, type RawBuilder, sql } from 'kysely'
import { personId, type UserKey } from '#contract/people.ts'
import type { Schema } from '../../database/schema.ts'
import { takeTime } from '../changes/many-rows.ts'

type Db = Kysely<Schema>

/** So many previews that were never run a person keeps; when there is another one, the oldest goes. */
export const keptPreviews = 20
/** A preview that was never run goes so long after it could be run last, in milliseconds. */
const keptMs = 24 * 3600 * 1000

/**
 * Removes bulk changes that were never run, a day after their preview has expired: with their rows and keys. One that was started
 * stays, whatever became of it.
 */
export async function removeOldPreviews(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptMs)
  // One at a time: each may have as many rows as a bulk change.
  while (
    await removePreviews(
      db,
      sql`bulk_id = (SELECT bulk_id FROM bulk
    WHERE started_at IS NULL AND expires_at < ${before} ORDER BY expires_at LIMIT 1)`,
    )
  );
}

/** Removes the oldest previews that a person has never run, but for the newest ones. */
export async function keepNewestPreviews(db: Db, { user_type, id }: UserKey): Promise<void> {
  const own = sql`maker_type = ${user_type} AND maker_id = ${id}`
  await removePreviews(
    db,
    sql`${own} AND created_at < (SELECT created_at FROM bulk
      WHERE started_at IS NULL AND ${own} ORDER BY created_at DESC OFFSET ${keptPreviews - 1} LIMIT 1)`,
  )
}

/** Removes those that match and were never run; whether there were any. One that is started just now is waited for, and stays. */
async function removePreviews(db: Db, which: RawBuilder<unknown>): Promise<boolean> {
  return await db.transaction().execute(async (transaction) => {
    await takeTime(transaction)
    const { rows } = await sql<UserKey & { bulk_id: string }>`
      DELETE FROM bulk WHERE started_at IS NULL AND ${which}
      RETURNING bulk_id, maker_type AS user_type, maker_id AS id`.execute(transaction)
    const removed = rows.map((row) => row.bulk_id)
    await sql`DELETE FROM bulk_row WHERE bulk_id = ANY(${removed}::text[])`.execute(transaction)
    await sql`DELETE FROM operation_key WHERE actor = ANY(${rows.map(personId)}::text[])
      AND bulk_id = ANY(${removed}::text[])`.execute(transaction)
    return rows.length > 0
  })
}
