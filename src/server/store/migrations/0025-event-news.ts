import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Whoever writes action events announces them on `countersign_events` when they commit: `{added}`, how many were not there before, or
 * `{changed}`, the ids of up to 100 that were, null for more. `event_change` counts the statements that have changed some.
 */
export const eventNews: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `CREATE SEQUENCE event_change MINVALUE 0 START 1`,
  `SELECT setval('event_change', 0)`,
  `CREATE FUNCTION announce_new_events() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE added integer;
    BEGIN
      SELECT count(*) INTO added FROM fresh;
      IF added > 0 THEN
        PERFORM pg_notify('countersign_events', json_build_object('added', added)::text);
      END IF;
      RETURN NULL;
    END $$`,
  `CREATE FUNCTION announce_changed_events() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE ids bigint[];
    BEGIN
      SELECT array_agg(id) INTO ids FROM (SELECT id FROM fresh LIMIT 101) AS first;
      IF ids IS NOT NULL THEN
        PERFORM nextval('event_change');
        PERFORM pg_notify('countersign_events',
          json_build_object('changed', CASE WHEN cardinality(ids) <= 100 THEN ids END)::text);
      END IF;
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER action_event_news_insert AFTER INSERT ON action_event
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION announce_new_events()`,
  // A job that works out causes says that it changes nothing that anybody is shown.
  `CREATE TRIGGER action_event_news_update AFTER UPDATE ON action_event
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
    WHEN (current_setting('countersign.causes_only', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION announce_changed_events()`,
]
