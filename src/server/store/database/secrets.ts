import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** What the secrets of a database are for. */
type Purpose = 'export-dir' | 'page-tokens' | 'outbox-actors' | 'outbox-keys' | 'sign-in'

/** The 32 bytes that this database keeps for one purpose, made on first use and the same for every process. */
export async function secretFor(db: Kysely<Schema>, purpose: Purpose): Promise<Buffer> {
  await db
    .insertInto('app_secret')
    .values({ purpose, secret: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db
    .selectFrom('app_secret')
    .select('secret')
    .where('purpose', '=', purpose)
    .executeTakeFirstOrThrow()
  return row.secret
}
