import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What the manifests of exports are signed with (Ed25519). One key signs at a time; one that was replaced has no private part
 * any more, and its public part stays for ever, because packs that it signed do.
 */
export const exportKeys: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `CREATE TABLE export_key (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key_id text COLLATE "C" NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    private_key bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    replaced_at timestamptz,
    CHECK ((private_key IS NULL) = (replaced_at IS NOT NULL))
  )`,
  `CREATE UNIQUE INDEX export_key_signing ON export_key ((true)) WHERE replaced_at IS NULL`,
  `CREATE TRIGGER export_key_kept BEFORE DELETE OR TRUNCATE ON export_key
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
]
