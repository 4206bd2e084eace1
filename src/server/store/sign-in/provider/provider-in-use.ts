import type { Kysely } from 'kysely'
import type { Schema } from '../../database/schema.ts'

/**
 * Notes with which identity provider the server is started, or that it is without one: whoever is tied to another cannot sign
 * in, which commands in a terminal know by it too.
 */
export async function noteProviderInUse(db: Kysely<Schema>, issuer: string | undefined): Promise<void> {
  if (issuer === undefined) {
    await db.deleteFrom('provider_in_use').execute()
    return
  }
  await db
    .insertInto('provider_in_use')
    .values({ issuer })
    .onConflict((conflict) => conflict.column('singleton').doUpdateSet({ issuer }))
    .execute()
}
