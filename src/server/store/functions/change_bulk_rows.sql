-- Changes rows of a bulk change that runs, by change_rows, and writes down what became of each: DONE; TOO_LATE where the due time
-- has come; of p_left, which are not changed, p_left_as. Rows that had changed since they were planned wait on, and all of them
-- where the rules had. They are all that waited behind p_behind, up to p_last; next_row goes on behind them where none waits any
-- more. p_results is in the order of ids. Returns false, and does nothing, where the bulk change runs no more; nobody cancels it meanwhile.
CREATE OR REPLACE FUNCTION change_bulk_rows(
    p_bulk text, p_behind integer, p_last integer, p_left integer[], p_left_as text, p_certification integer, p_rules integer,
    p_results integer[], p_versions integer[], p_plan_of integer[], p_plans jsonb, p_actor jsonb, p_via text, p_ns bigint, p_until_due boolean
  ) RETURNS boolean LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
  DECLARE
    from_row integer;
    job text;
    became text;
    changed integer[];
  BEGIN
    SELECT b.next_row, b.job_id INTO from_row, job FROM bulk AS b
      WHERE b.bulk_id = p_bulk AND b.state = 'RUNNING' FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    SELECT c.outcome, c.done INTO became, changed FROM change_rows(p_certification, p_rules, p_results, p_versions, p_plan_of,
      p_plans, p_actor, p_via, p_ns, p_until_due) AS c;
    IF became = 'rules' THEN RETURN true; END IF;
    -- What has an outcome keeps it: a run whose worker was killed may have written it just now. Without joins, since PostgreSQL
    -- knows little of the rows of a change that has just begun, and may compare each with each.
    IF became = 'due' THEN
      UPDATE bulk_row AS r SET outcome = 'TOO_LATE'
        WHERE r.bulk_id = p_bulk AND r.result_id = ANY (p_results) AND r.outcome IS NULL;
    ELSE
      -- Each is one version further than it was planned at; p_results is in order, and width_bucket finds the place in it.
      UPDATE bulk_row AS r SET outcome = 'DONE', version = p_versions[width_bucket(r.result_id, p_results)] + 1
        WHERE r.bulk_id = p_bulk AND r.result_id = ANY (changed) AND r.outcome IS NULL;
    END IF;
    UPDATE bulk_row AS r SET outcome = p_left_as
      WHERE r.bulk_id = p_bulk AND r.result_id = ANY (p_left) AND r.outcome IS NULL;
    IF from_row > p_behind AND (became = 'due' OR cardinality(changed) = cardinality(p_results)) THEN
      UPDATE bulk AS b SET next_row = p_last + 1 WHERE b.bulk_id = p_bulk;
    END IF;
    -- A job that gets on begins its attempts anew.
    UPDATE job AS j SET attempts = 1 WHERE j.id = job AND j.attempts > 1;
    RETURN true;
  END $$
