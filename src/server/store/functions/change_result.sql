-- Changes one row: row, reviewers, log, counters, event and key, all or nothing. Returns 'done', else what had changed since
-- the change was planned: 'rules' (the certification or its settings), 'stale' (the row), 'due' when p_until_due is true
-- and the due time has come.
CREATE OR REPLACE FUNCTION change_result(
    p_certification integer, p_rules integer, p_result integer, p_version integer, p_decision text, p_notes text,
    p_sign integer, p_status text, p_infos jsonb, p_reviewers jsonb, p_entries jsonb, p_actor jsonb, p_via text,
    p_ns bigint, p_caller text, p_key text, p_fingerprint bytea, p_until_due boolean
  ) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE
    entries CONSTANT integer := jsonb_array_length(p_entries);
    rules integer;
    due bigint;
    before bigint;
    first_ns bigint;
    at_last text;
    old_decision text;
    old_signed boolean;
  BEGIN
    SELECT c.rules_version, c.due_ns, c.log_seq, greatest(p_ns, instant_ns(c.log_time) + 1), c.log_time
      INTO rules, due, before, first_ns, at_last
      FROM certification AS c WHERE c.number = p_certification FOR NO KEY UPDATE;
    IF rules IS DISTINCT FROM p_rules THEN RETURN 'rules'; END IF;
    -- The clock is the caller's; the database's own only tells how long this statement waited.
    IF p_until_due AND due <= greatest(first_ns + entries - 1, p_ns
        + (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000000000)::bigint)
      THEN RETURN 'due'; END IF;
    SELECT r.decision, r.signed_off_state = 'SIGNED_OFF' INTO old_decision, old_signed FROM result AS r
      WHERE r.certification = p_certification AND r.result_id = p_result AND r.version = p_version FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN 'stale'; END IF;
    IF entries > 0 THEN
      at_last := instant_text(first_ns + entries - 1);
      INSERT INTO result_log (certification, seq, result_id, version, action, actor, via, at, detail)
        SELECT p_certification, before + e.position, p_result, p_version + 1, e.entry->>'action', p_actor, p_via,
          instant_text(first_ns + e.position - 1), coalesce(e.entry->'detail', '{}')
        FROM jsonb_array_elements(p_entries) WITH ORDINALITY AS e (entry, position);
    END IF;

    UPDATE result AS r SET decision = p_decision, notes = p_notes, version = p_version + 1,
        signed_off_state = CASE p_sign WHEN 1 THEN 'SIGNED_OFF' WHEN -1 THEN 'NOT_SIGNED_OFF'
          ELSE r.signed_off_state END,
        signed_off_at = CASE p_sign WHEN 1 THEN at_last WHEN -1 THEN NULL ELSE r.signed_off_at END,
        signed_off_by = CASE p_sign WHEN 1 THEN p_actor WHEN -1 THEN NULL ELSE r.signed_off_by END,
        notification_status = p_status, notification_response_infos = p_infos,
        reviewers = coalesce(p_reviewers, r.reviewers), updated_at = at_last, updated_by = p_actor
      WHERE r.certification = p_certification AND r.result_id = p_result;
    IF p_reviewers IS NOT NULL THEN
      DELETE FROM result_reviewer AS r WHERE r.certification = p_certification AND r.result_id = p_result;
      INSERT INTO result_reviewer (certification, result_id, user_type, user_id)
        SELECT p_certification, p_result, person->>'user_type', person->>'id'
        FROM jsonb_array_elements(p_reviewers) AS person;
    END IF;

    UPDATE certification AS c SET log_seq = before + entries, log_time = at_last,
        results_updated_at = at_last, results_updated_by = p_actor,
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
      'result_changed', jsonb_build_object('version', p_version + 1, 'last_seq', before + entries,
        'entries', p_entries));
    IF p_key IS NOT NULL THEN
      INSERT INTO operation_key (actor, key, fingerprint, version)
        VALUES (p_caller, p_key, p_fingerprint, p_version + 1);
    END IF;
    PERFORM pg_notify('countersign_rows', json_build_object('certification', p_certification,
      'result_id', p_result, 'version', p_version + 1)::text);
    RETURN 'done';
  END $$
