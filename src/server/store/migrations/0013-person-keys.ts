import { type Kysely, type Migration, sql } from 'kysely'
import { personId } from '#contract/people.ts'

/**
 * What was done under an Idempotency-Key belongs to a person, by whichever of their API keys or sessions it was asked
 * for; what stood under a key of theirs becomes theirs, the earliest where two keys used the same words. An answer may
 * be the certification that was made. A certification may be limited to identities.
 */
export const personKeys: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`ALTER TABLE operation_key ADD certification_id text COLLATE "C", ADD unassigned_count integer`.execute(
      db,
    )
    await sql`ALTER TABLE certification ADD dynamic_information jsonb`.execute(db)
    await giveToOwners(db)
  },
}

/** Gives what stands under API keys to the people whose keys they are. */
export async function giveToOwners(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<Owned>`SELECT id, owner_type, owner FROM api_key ORDER BY id`.execute(db)
  for (const key of rows) await giveToOwner(db, key)
}

type Owned = { readonly id: string; readonly owner_type: string; readonly owner: string }

async function giveToOwner(db: Kysely<unknown>, { id, owner_type, owner }: Owned): Promise<void> {
  const person = personId({ user_type: owner_type, id: owner })
  await sql`INSERT INTO operation_key AS theirs (actor, key, fingerprint, version, at)
    SELECT ${person}, key, fingerprint, version, at FROM operation_key WHERE actor = ${`key:${id}`}
    ON CONFLICT (actor, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, version = excluded.version, at = excluded.at
      WHERE excluded.at < theirs.at`.execute(db)
  await sql`DELETE FROM operation_key WHERE actor = ${`key:${id}`}`.execute(db)
}
