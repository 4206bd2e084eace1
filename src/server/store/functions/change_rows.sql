-- Changes many rows of one certification at once, each as change_result does: rows, reviewers, log, counters, events; one
-- notification for all. Returns for each what became of it: 'done', else what had changed since it was planned: 'rules' (the
-- certification or its settings; then nothing is done), 'due' (the due time has come; nothing either), 'stale' (that row).
CREATE OR REPLACE FUNCTION change_rows(
    p_certification integer, p_rules integer, p_changes jsonb, p_actor jsonb, p_via text, p_ns bigint, p_until_due boolean
  ) RETURNS TABLE (changed integer, outcome text) LANGUAGE plpgsql AS $$
  DECLARE
    rules integer;
    due bigint;
    before bigint;
    first_ns bigint;
    last_ns bigint;
    entries integer;
    at_last text;
    planned jsonb;
  BEGIN
    SELECT c.rules_version, c.due_ns, c.log_seq, greatest(p_ns, instant_ns(c.log_time) + 1)
      INTO rules, due, before, first_ns
      FROM certification AS c WHERE c.number = p_certification FOR NO KEY UPDATE;
    IF rules IS DISTINCT FROM p_rules THEN
      RETURN QUERY SELECT (c->>'result')::integer, 'rules' FROM jsonb_array_elements(p_changes) AS c;
      RETURN;
    END IF;
    SELECT sum(jsonb_array_length(c->'entries')) INTO entries FROM jsonb_array_elements(p_changes) AS c;
    last_ns := first_ns + entries - 1;
    -- The clock is the caller's; the database's own only tells how long this statement waited.
    IF p_until_due AND due <= greatest(last_ns,
        p_ns + (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000000000)::bigint) THEN
      RETURN QUERY SELECT (c->>'result')::integer, 'due' FROM jsonb_array_elements(p_changes) AS c;
      RETURN;
    END IF;
    -- Who changes rows holds the lock of their certification, so none of these changes from here on.
    SELECT jsonb_agg(c.value || jsonb_build_object('first', c.entries_before, 'decided', c.decision, 'signed', c.signed,
        'at', instant_text(first_ns + c.entries_before + c.entries_own - 1)) ORDER BY c.position),
        coalesce(max(c.entries_before + c.entries_own), 0)
      INTO planned, entries
      FROM (SELECT p.value, p.position, r.decision, r.signed_off_state = 'SIGNED_OFF' AS signed,
          jsonb_array_length(p.value->'entries') AS entries_own,
          sum(jsonb_array_length(p.value->'entries')) OVER (ORDER BY p.position) - jsonb_array_length(p.value->'entries')
            AS entries_before
        FROM jsonb_array_elements(p_changes) WITH ORDINALITY AS p (value, position)
        JOIN result AS r ON r.certification = p_certification AND r.result_id = (p.value->>'result')::integer
          AND r.version = (p.value->>'version')::integer) AS c;
    IF planned IS NOT NULL THEN
      at_last := instant_text(first_ns + entries - 1);
      INSERT INTO result_log (certification, seq, result_id, version, action, actor, via, at, detail)
        SELECT p_certification, before + (c->>'first')::integer + e.position, (c->>'result')::integer,
          (c->>'version')::integer + 1, e.entry->>'action', p_actor, p_via,
          instant_text(first_ns + (c->>'first')::integer + e.position - 1), coalesce(e.entry->'detail', '{}')
        FROM jsonb_array_elements(planned) AS c
        CROSS JOIN jsonb_array_elements(c->'entries') WITH ORDINALITY AS e (entry, position);
      UPDATE result AS r SET decision = c.decision, notes = c.notes, version = r.version + 1,
          signed_off_state = CASE c.sign WHEN 1 THEN 'SIGNED_OFF' WHEN -1 THEN 'NOT_SIGNED_OFF' ELSE r.signed_off_state END,
          signed_off_at = CASE c.sign WHEN 1 THEN c.at WHEN -1 THEN NULL ELSE r.signed_off_at END,
          signed_off_by = CASE c.sign WHEN 1 THEN p_actor WHEN -1 THEN NULL ELSE r.signed_off_by END,
          reviewers = coalesce(nullif(c.reviewers, 'null'), r.reviewers), updated_at = c.at, updated_by = p_actor
        FROM jsonb_to_recordset(planned) AS c (result integer, decision text, notes text, sign integer, reviewers jsonb, at text)
        WHERE r.certification = p_certification AND r.result_id = c.result;
      -- Nobody is an empty array, which a path would not find.
      IF EXISTS (SELECT FROM jsonb_array_elements(planned) AS c WHERE jsonb_typeof(c->'reviewers') = 'array') THEN
        DELETE FROM result_reviewer AS r USING jsonb_to_recordset(planned) AS c (result integer, reviewers jsonb)
          WHERE jsonb_typeof(c.reviewers) = 'array' AND r.certification = p_certification AND r.result_id = c.result;
        INSERT INTO result_reviewer (certification, result_id, user_type, user_id)
          SELECT p_certification, c.result, person->>'user_type', person->>'id'
          FROM jsonb_to_recordset(planned) AS c (result integer, reviewers jsonb)
          CROSS JOIN jsonb_array_elements(CASE jsonb_typeof(c.reviewers) WHEN 'array' THEN c.reviewers ELSE '[]' END) AS person;
      END IF;
      UPDATE certification AS c SET log_seq = before + entries, log_time = at_last,
          results_updated_at = at_last, results_updated_by = p_actor,
          total_accepted_count = c.total_accepted_count + n.accepted, total_rejected_count = c.total_rejected_count + n.rejected,
          total_fixed_count = c.total_fixed_count + n.fixed, total_signed_off_count = c.total_signed_off_count + n.signed
        FROM (SELECT
            coalesce(sum((d.decision = 'RESULT_DECISION_ACCEPTED')::integer - (d.decided = 'RESULT_DECISION_ACCEPTED')::integer), 0) AS accepted,
            coalesce(sum((d.decision = 'RESULT_DECISION_REJECTED')::integer - (d.decided = 'RESULT_DECISION_REJECTED')::integer), 0) AS rejected,
            coalesce(sum((d.decision = 'RESULT_DECISION_FIXED')::integer - (d.decided = 'RESULT_DECISION_FIXED')::integer), 0) AS fixed,
            coalesce(sum(CASE d.sign WHEN 1 THEN (NOT d.signed)::integer WHEN -1 THEN -d.signed::integer ELSE 0 END), 0) AS signed
          FROM jsonb_to_recordset(planned) AS d (decision text, decided text, sign integer, signed boolean)) AS n
        WHERE c.number = p_certification;
      INSERT INTO outbox_event (certification, result_id, kind, detail)
        SELECT p_certification, c.result, 'result_changed', jsonb_build_object('version', c.version + 1,
          'last_seq', before + c.first + jsonb_array_length(c.entries), 'entries',
          (SELECT coalesce(jsonb_agg(e || jsonb_build_object('result_id', c.result, 'version', c.version + 1)), '[]')
            FROM jsonb_array_elements(c.entries) AS e))
        FROM jsonb_to_recordset(planned) AS c (result integer, version integer, first integer, entries jsonb) ORDER BY c.first;
      PERFORM pg_notify('countersign_rows', json_build_object('certification', p_certification,
        'result_ids', (SELECT json_agg((c->'result')::integer) FROM jsonb_array_elements(planned) AS c))::text);
    END IF;
    RETURN QUERY SELECT (c->>'result')::integer,
        CASE WHEN done.result IS NULL THEN 'stale' ELSE 'done' END
      FROM jsonb_array_elements(p_changes) AS c
      LEFT JOIN jsonb_to_recordset(coalesce(planned, '[]')) AS done (result integer) ON done.result = (c->>'result')::integer;
  END $$
