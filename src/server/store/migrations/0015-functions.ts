import { type Kysely, type Migration, sql } from 'kysely'

/** Which text of each file of `store/functions/` a database has, by its SHA-256 (see `put-functions.ts`). */
export const functionTexts: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`CREATE TABLE function_text (name text COLLATE "C" PRIMARY KEY, sha256 bytea NOT NULL)`.execute(
      db,
    )
  },
}
