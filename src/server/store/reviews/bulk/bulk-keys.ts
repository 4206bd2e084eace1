import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { personId, type UserKey } from '#contract/people.ts'
import type { BulkStore } from '../../../reviews/bulk-store.ts'
import type { Schema } from '../../database/schema.ts'

type Db = Kysely<Schema>

/** What a person has made under an Idempotency-Key (`BulkStore.madeUnder`). */
export async function madeUnder(db: Db, by: UserKey, key: string): ReturnType<BulkStore['madeUnder']> {
  return await db
    .selectFrom('operation_key')
    .select(['fingerprint', 'bulk_id'])
    .where('actor', '=', personId(by))
    .where('key', '=', key)
    .executeTakeFirst()
}

/** Remembers under which key a preview is made, in its transaction. */
export async function rememberKey(
  db: Db,
  by: UserKey,
  used: { readonly key: string; readonly fingerprint: Buffer; readonly bulk_id: string },
): Promise<void> {
  await sql`INSERT INTO operation_key (actor, key, fingerprint, version, bulk_id)
    VALUES (${personId(by)}, ${used.key}, ${used.fingerprint}, 1, ${used.bulk_id})`.execute(db)
}

/** What a transaction comes to; undefined where another has used its key just now, so that this one has done nothing. */
export async function unlessKeyIsUsed<T>(made: Promise<T>): Promise<T | undefined> {
  try {
    return await made
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.constraint === 'operation_key_pkey') return undefined
    throw error
  }
}
