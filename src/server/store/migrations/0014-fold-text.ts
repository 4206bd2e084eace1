import { type Kysely, type Migration, sql } from 'kysely'

/**
 * `fold_text` is what names, notes and people of reviews are compared by, twin of `std/fold-text.ts`: composed letters,
 * one apostrophe, one blank, no case. The search of people holds what it makes of their names and emails.
 */
export const foldText: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // One expression and not STRICT, so that it is written into the query that calls it. Most texts are plain ASCII, in
  // which only the case can differ.
  `CREATE FUNCTION fold_text(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(CASE WHEN octet_length($1) = char_length($1) THEN $1 ELSE translate(normalize($1, NFC),
      U&'\\2019\\2018\\02BC\\FF07\\00A0\\202F\\2007\\3000', '''''''''    ') END)`,
  // Its index goes with the column.
  `ALTER TABLE person DROP COLUMN search`,
  `ALTER TABLE person ADD search text COLLATE "C"
    GENERATED ALWAYS AS (fold_text(name || ' ' || email)) STORED`,
  `CREATE INDEX person_search ON person USING gin (search gin_trgm_ops)`,
]
