import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Several changes of rows in one statement and one transaction, each whole or not at all: what waits for one another
 * on the lock of a certification then waits once for the disk. Changes are objects of the parameters of
 * `change_result` (migration 0003); gives its words in their order, and 'key' where a key was used meanwhile.
 */
export const groupCommit: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(changeResults).execute(db)
  },
}

const changeResults = `CREATE FUNCTION change_results(p_changes jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
  DECLARE
    c jsonb;
    outcome text;
    broken text;
  BEGIN
    FOR c IN SELECT value FROM jsonb_array_elements(p_changes) LOOP
      BEGIN
        outcome := change_result((c->>'certification')::integer, (c->>'rules')::integer, (c->>'result')::integer,
          (c->>'version')::integer, c->>'decision', c->>'notes', (c->>'sign')::integer, c->>'status', c->'infos',
          nullif(c->'reviewers', 'null'), c->'entries', c->'actor', c->>'via', (c->>'ns')::bigint, c->>'caller',
          c->>'key', decode(c->>'fingerprint', 'hex'));
      EXCEPTION WHEN unique_violation THEN
        GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
        IF broken <> 'operation_key_pkey' THEN RAISE; END IF;
        outcome := 'key';
      END;
      RETURN NEXT outcome;
    END LOOP;
  END $$`
