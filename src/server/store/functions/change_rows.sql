-- Changes many rows of one certification at once, each as change_result does: rows, reviewers, log, counters, events; one
-- notification for all. What many rows have in common stands in p_plans, by its number: decision, notes, sign (1 signs off, -1
-- takes that back), reviewers (null: they stay) and the entries of the log. Row p_results[i], planned at p_versions[i], becomes
-- what plan p_plan_of[i] says. Returns what became of all: 'rules' or 'due' where those had changed, or the due time had come,
-- so that nothing is done; else 'done', and the ids of the rows that were done: the others had changed since they were planned.
CREATE OR REPLACE FUNCTION change_rows(
    p_certification integer, p_rules integer, p_results integer[], p_versions integer[], p_plan_of integer[], p_plans jsonb,
    p_actor jsonb, p_via text, p_ns bigint, p_until_due boolean, OUT outcome text, OUT done integer[]
  ) LANGUAGE plpgsql AS $$
  DECLARE
    rules integer;
    due bigint;
    before bigint;
    first_ns bigint;
    entries bigint;
  BEGIN
    SELECT c.rules_version, c.due_ns, c.log_seq, greatest(p_ns, instant_ns(c.log_time) + 1)
      INTO rules, due, before, first_ns
      FROM certification AS c WHERE c.number = p_certification FOR NO KEY UPDATE;
    done := '{}';
    IF rules IS DISTINCT FROM p_rules THEN
      outcome := 'rules';
      RETURN;
    END IF;
    SELECT sum(jsonb_array_length(p_plans->plan->'entries')) INTO entries FROM unnest(p_plan_of) AS plan;
    -- The clock is the caller's; the database's own only tells how long this statement waited.
    IF p_until_due AND due <= greatest(first_ns + entries - 1,
        p_ns + (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000000000)::bigint) THEN
      outcome := 'due';
      RETURN;
    END IF;
    outcome := 'done';
    -- Who changes rows holds the lock of their certification, so none of these changes from here on.
    WITH plan AS MATERIALIZED (
        SELECT p.*, jsonb_array_length(p.entries)::bigint AS length
        FROM jsonb_to_recordset(p_plans) AS p (plan integer, decision text, notes text, sign integer, reviewers jsonb, entries jsonb)
      ), planned AS MATERIALIZED (
        SELECT r.result_id, r.version + 1 AS version, r.decision AS decided, r.signed_off_state = 'SIGNED_OFF' AS signed, plan.*,
          sum(plan.length) OVER (ORDER BY asked.position) - plan.length AS first
        FROM unnest(p_results, p_versions, p_plan_of) WITH ORDINALITY AS asked (result_id, version, plan, position)
        JOIN plan USING (plan)
        JOIN result AS r ON r.certification = p_certification AND r.result_id = asked.result_id AND r.version = asked.version
      ), dated AS MATERIALIZED (
        SELECT *, instant_text((first_ns + first + length - 1)::bigint) AS at FROM planned
      ), entry AS MATERIALIZED (
        SELECT plan.plan, e.position, e.entry->>'action' AS action, coalesce(e.entry->'detail', '{}') AS detail
        FROM plan CROSS JOIN jsonb_array_elements(plan.entries) WITH ORDINALITY AS e (entry, position)
      ), logged AS (
        INSERT INTO result_log (certification, seq, result_id, version, action, actor, via, at, detail)
        SELECT p_certification, before + c.first + entry.position, c.result_id, c.version, entry.action, p_actor, p_via,
          CASE entry.position WHEN c.length THEN c.at
            ELSE instant_text((first_ns + c.first + entry.position - 1)::bigint) END, entry.detail
        FROM dated AS c JOIN entry USING (plan)
      ), changed AS (
        UPDATE result AS r SET decision = c.decision, notes = c.notes, version = c.version,
            signed_off_state = CASE c.sign WHEN 1 THEN 'SIGNED_OFF' WHEN -1 THEN 'NOT_SIGNED_OFF' ELSE r.signed_off_state END,
            signed_off_at = CASE c.sign WHEN 1 THEN c.at WHEN -1 THEN NULL ELSE r.signed_off_at END,
            signed_off_by = CASE c.sign WHEN 1 THEN p_actor WHEN -1 THEN NULL ELSE r.signed_off_by END,
            reviewers = coalesce(nullif(c.reviewers, 'null'), r.reviewers), updated_at = c.at, updated_by = p_actor
          FROM dated AS c
          WHERE r.certification = p_certification AND r.result_id = c.result_id
      ), told AS (
        INSERT INTO outbox_event (certification, result_id, kind, detail)
        SELECT p_certification, c.result_id, 'result_changed', jsonb_build_object('version', c.version,
          'last_seq', before + c.first + c.length, 'entries', c.entries)
        FROM planned AS c ORDER BY c.first
      ), sums AS (
        SELECT sum(length) AS entries, array_agg(result_id ORDER BY first) AS done,
          sum((decision = 'RESULT_DECISION_ACCEPTED')::integer - (decided = 'RESULT_DECISION_ACCEPTED')::integer) AS accepted,
          sum((decision = 'RESULT_DECISION_REJECTED')::integer - (decided = 'RESULT_DECISION_REJECTED')::integer) AS rejected,
          sum((decision = 'RESULT_DECISION_FIXED')::integer - (decided = 'RESULT_DECISION_FIXED')::integer) AS fixed,
          sum(CASE sign WHEN 1 THEN (NOT signed)::integer WHEN -1 THEN -signed::integer ELSE 0 END) AS signed
        FROM planned HAVING count(*) > 0
      ), counted AS (
        UPDATE certification AS c SET log_seq = before + sums.entries, log_time = last.at,
            results_updated_at = last.at, results_updated_by = p_actor,
            total_accepted_count = c.total_accepted_count + sums.accepted,
            total_rejected_count = c.total_rejected_count + sums.rejected,
            total_fixed_count = c.total_fixed_count + sums.fixed,
            total_signed_off_count = c.total_signed_off_count + sums.signed
          FROM sums CROSS JOIN LATERAL (SELECT instant_text((first_ns + sums.entries - 1)::bigint) AS at) AS last
          WHERE c.number = p_certification
      )
      SELECT coalesce(sums.done, '{}') INTO done FROM (VALUES (1)) AS one LEFT JOIN sums ON true;
    IF EXISTS (SELECT FROM jsonb_array_elements(p_plans) AS p WHERE jsonb_typeof(p->'reviewers') = 'array') THEN
      DELETE FROM result_reviewer AS r USING unnest(p_results, p_plan_of) AS asked (result_id, plan)
        WHERE jsonb_typeof(p_plans->asked.plan->'reviewers') = 'array' AND asked.result_id = ANY (done)
          AND r.certification = p_certification AND r.result_id = asked.result_id;
      INSERT INTO result_reviewer (certification, result_id, user_type, user_id)
        SELECT p_certification, asked.result_id, person->>'user_type', person->>'id'
        FROM unnest(p_results, p_plan_of) AS asked (result_id, plan)
        CROSS JOIN jsonb_array_elements(CASE jsonb_typeof(p_plans->asked.plan->'reviewers')
          WHEN 'array' THEN p_plans->asked.plan->'reviewers' ELSE '[]' END) AS person
        WHERE asked.result_id = ANY (done);
    END IF;
    IF done <> '{}' THEN
      PERFORM pg_notify('countersign_rows', json_build_object('certification', p_certification, 'result_ids', done)::text);
    END IF;
  END $$
