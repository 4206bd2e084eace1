import { type Kysely, sql } from 'kysely'
import { personId } from '#contract/people.ts'
import type { KeyUse, OpenCertifications } from '../../reviews/certification-store.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

/**
 * What a person has done under a key before, undefined when nothing. Others who use the same key of theirs wait from here
 * until the transaction ends.
 */
export async function usedBefore(db: Db, { by, key }: KeyUse): ReturnType<OpenCertifications['usedBefore']> {
  const actor = personId(by)
  await holdKey(db, actor, key)
  const earlier = await db
    .selectFrom('operation_key')
    .select(['fingerprint', 'certification_id', 'unassigned_count'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!earlier) return undefined
  const { fingerprint, certification_id, unassigned_count } = earlier
  const made =
    certification_id === null ? undefined : { certification_id, unassigned_count: unassigned_count ?? 0 }
  return { fingerprint, made }
}

/** Has others who use the same key of a person wait until the transaction ends. */
export async function holdKey(db: Db, actor: string, key: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${JSON.stringify([actor, key])}, 0))`.execute(db)
}

/** Remembers which certification was made under a key. Returns false when a row was changed under it just now. */
export async function noteMade(
  db: Db,
  { by, key, fingerprint }: KeyUse,
  made: Parameters<OpenCertifications['noteMade']>[1],
): Promise<boolean> {
  const noted = await db
    .insertInto('operation_key')
    .values({ actor: personId(by), key, fingerprint, version: 1, ...made })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return noted.numInsertedOrUpdatedRows !== 0n
}
