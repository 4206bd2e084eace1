import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What a change of a row does in the database, as functions: one call is one round trip and one transaction, and their
 * statements are planned once a connection. What may be done is decided before, by the rules of the contract; here
 * stands only that it was decided on what is still so (`rules_version` and the row's `version`).
 */
export const changes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...instants, appendLog, changeResult, ...byPerson])
      await sql.raw(statement).execute(db)
  },
}

/** Times of the log: RFC 3339 in UTC with nine digits, and nanoseconds since 1970. An empty text is 1970. */
const instants = [
  `CREATE FUNCTION instant_ns(at text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN at = '' THEN 0 ELSE
      extract(epoch FROM left(at, 19)::timestamp)::bigint * 1000000000
        + rpad(translate(substr(at, 20), '.Z', ''), 9, '0')::bigint END $$`,
  `CREATE FUNCTION instant_text(ns bigint) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_char(timestamp '1970-01-01' + ns / 1000000000 * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS')
      || '.' || lpad((ns % 1000000000)::text, 9, '0') || 'Z' $$`,
]

/**
 * Entries are {result_id, version, action, detail}. Gives the seq and the time of the last one, no row when there is no
 * such certification.
 */
const appendLog = `CREATE FUNCTION append_result_log(
    p_certification integer, p_ns bigint, p_actor jsonb, p_via text, p_entries jsonb, OUT seq bigint, OUT at text
  ) RETURNS SETOF record LANGUAGE plpgsql AS $$
  DECLARE
    entries CONSTANT integer := jsonb_array_length(p_entries);
    before bigint;
    first_ns bigint;
  BEGIN
    SELECT c.log_seq, greatest(p_ns, instant_ns(c.log_time) + 1), c.log_time INTO before, first_ns, at
      FROM certification AS c WHERE c.number = p_certification FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    seq := before + entries;
    IF entries > 0 THEN
      at := instant_text(first_ns + entries - 1);
      INSERT INTO result_log (certification, seq, result_id, version, action, actor, via, at, detail)
        SELECT p_certification, before + e.position, (e.entry->>'result_id')::integer,
          (e.entry->>'version')::integer, e.entry->>'action', p_actor, p_via,
          instant_text(first_ns + e.position - 1), coalesce(e.entry->'detail', '{}')
        FROM jsonb_array_elements(p_entries) WITH ORDINALITY AS e (entry, position);
      UPDATE certification AS c SET log_seq = append_result_log.seq, log_time = append_result_log.at
        WHERE c.number = p_certification;
    END IF;
    RETURN NEXT;
  END $$`

/**
 * One change of one row: row, reviewers, log, counters, event, key and notification, or nothing of it. Gives 'done';
 * 'rules' when the certification or its settings have changed since they were read, 'stale' when the row has. A key that
 * was used meanwhile is a unique violation. `p_sign` is 1 for a sign-off, -1 for its undoing, else 0; `p_reviewers` is
 * null when they stay. The certification is locked first, as everything that changes rows does.
 */
const changeResult = `CREATE FUNCTION change_result(
    p_certification integer, p_rules integer, p_result integer, p_version integer, p_decision text, p_notes text,
    p_sign integer, p_status text, p_infos jsonb, p_reviewers jsonb, p_entries jsonb, p_actor jsonb, p_via text,
    p_ns bigint, p_caller text, p_key text, p_fingerprint bytea
  ) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE
    rules integer;
    old_decision text;
    old_signed boolean;
    last record;
  BEGIN
    SELECT c.rules_version INTO rules FROM certification AS c
      WHERE c.number = p_certification FOR NO KEY UPDATE;
    IF rules IS DISTINCT FROM p_rules THEN RETURN 'rules'; END IF;
    SELECT r.decision, r.signed_off_state = 'SIGNED_OFF' INTO old_decision, old_signed FROM result AS r
      WHERE r.certification = p_certification AND r.result_id = p_result AND r.version = p_version FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN 'stale'; END IF;
    SELECT l.seq, l.at INTO last
      FROM append_result_log(p_certification, p_ns, p_actor, p_via, p_entries) AS l;

    UPDATE result AS r SET decision = p_decision, notes = p_notes, version = p_version + 1,
        signed_off_state = CASE p_sign WHEN 1 THEN 'SIGNED_OFF' WHEN -1 THEN 'NOT_SIGNED_OFF'
          ELSE r.signed_off_state END,
        signed_off_at = CASE p_sign WHEN 1 THEN last.at WHEN -1 THEN NULL ELSE r.signed_off_at END,
        signed_off_by = CASE p_sign WHEN 1 THEN p_actor WHEN -1 THEN NULL ELSE r.signed_off_by END,
        notification_status = p_status, notification_response_infos = p_infos,
        reviewers = coalesce(p_reviewers, r.reviewers), updated_at = last.at, updated_by = p_actor
      WHERE r.certification = p_certification AND r.result_id = p_result;
    IF p_reviewers IS NOT NULL THEN
      DELETE FROM result_reviewer AS r WHERE r.certification = p_certification AND r.result_id = p_result;
      INSERT INTO result_reviewer (certification, result_id, user_type, user_id)
        SELECT p_certification, p_result, person->>'user_type', person->>'id'
        FROM jsonb_array_elements(p_reviewers) AS person;
    END IF;

    UPDATE certification AS c SET results_updated_at = last.at, results_updated_by = p_actor,
        total_accepted_count = c.total_accepted_count + (p_decision = 'RESULT_DECISION_ACCEPTED')::integer
          - (old_decision = 'RESULT_DECISION_ACCEPTED')::integer,
        total_rejected_count = c.total_rejected_count + (p_decision = 'RESULT_DECISION_REJECTED')::integer
          - (old_decision = 'RESULT_DECISION_REJECTED')::integer,
        total_fixed_count = c.total_fixed_count + (p_decision = 'RESULT_DECISION_FIXED')::integer
          - (old_decision = 'RESULT_DECISION_FIXED')::integer,
        total_signed_off_count = c.total_signed_off_count
          + CASE p_sign WHEN 1 THEN (NOT old_signed)::integer WHEN -1 THEN -old_signed::integer ELSE 0 END
      WHERE c.number = p_certification;
    INSERT INTO outbox_event (certification, result_id, kind, detail) VALUES (p_certification, p_result,
      'result_changed', jsonb_build_object('version', p_version + 1, 'last_seq', last.seq, 'entries', p_entries));
    IF p_key IS NOT NULL THEN
      INSERT INTO operation_key (actor, key, fingerprint, version)
        VALUES (p_caller, p_key, p_fingerprint, p_version + 1);
    END IF;
    PERFORM pg_notify('countersign_rows', json_build_object('certification', p_certification,
      'result_id', p_result, 'version', p_version + 1)::text);
    RETURN 'done';
  END $$`

// Whether one row is one person's is then one step through any index that could be taken, known statistics or not.
const byPerson = [
  `DROP INDEX result_reviewer_person`,
  `CREATE INDEX result_reviewer_person ON result_reviewer (user_type, user_id, certification, result_id)`,
]
