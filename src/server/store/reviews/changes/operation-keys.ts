import { type Kysely, sql } from 'kysely'
import { personId, type UserKey } from '#contract/people.ts'
import { keyReused, refuseOtherRequest } from '../../../reviews/replay.ts'
import type { ChangeConditions, Created } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'

type Db = Kysely<Schema>
type Asked = Pick<ChangeConditions, 'fingerprint'>
type Made = Omit<Created, 'replayed'>
type KeyUse = Asked & { readonly by: UserKey; readonly key: string }

/**
 * The certification that this person has made under a key before, undefined when none. Others who use the same key of
 * theirs wait from here until the transaction ends. Throws `Refused` KeyReused when the key was used for something else.
 */
export async function madeBefore(db: Db, { by, key, fingerprint }: KeyUse): Promise<Made | undefined> {
  const actor = personId(by)
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${JSON.stringify([actor, key])}, 0))`.execute(db)
  const earlier = await db
    .selectFrom('operation_key')
    .select(['fingerprint', 'certification_id', 'unassigned_count'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!earlier) return undefined
  refuseOtherRequest(earlier, { fingerprint })
  const { certification_id, unassigned_count } = earlier
  return certification_id === null ? undefined : { certification_id, unassigned_count: unassigned_count ?? 0 }
}

/** Remembers which certification was made under a key. Throws `Refused` KeyReused when a row was changed under it just now. */
export async function noteMade(db: Db, { by, key, fingerprint }: KeyUse, made: Made): Promise<void> {
  const noted = await db
    .insertInto('operation_key')
    .values({ actor: personId(by), key, fingerprint, version: 1, ...made })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (noted.numInsertedOrUpdatedRows === 0n) throw keyReused()
}
