import type { TestServer } from './start-server.ts'

/** What the database holds of a row, and the log that belongs to it, the oldest entry first. */
export async function storedRow({ database }: TestServer, certification_id: string, result_id: number) {
  const { db } = database.store
  const { number } = await db
    .selectFrom('certification')
    .select('number')
    .where('certification_id', '=', certification_id)
    .executeTakeFirstOrThrow()
  const row = await db
    .selectFrom('result')
    .select(['decision', 'notes', 'reviewers', 'signed_off_state'])
    .where('certification', '=', number)
    .where('result_id', '=', result_id)
    .executeTakeFirstOrThrow()
  const log = await db
    .selectFrom('result_log')
    .select(['action', 'actor', 'detail'])
    .where('certification', '=', number)
    .where('result_id', '=', result_id)
    .orderBy('seq')
    .execute()
  return { ...row, reviewers: row.reviewers.map(({ id }) => id), log }
}
