-- Makes changes one after the other, each as change_result does, and returns what became of each, in their order. 'key'
-- stands for one whose key was used meanwhile; nothing of it is done. A change that does not say until_due is not bound by it.
CREATE OR REPLACE FUNCTION change_results(p_changes jsonb)
  RETURNS SETOF text LANGUAGE plpgsql AS $$
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
          c->>'key', decode(c->>'fingerprint', 'hex'), coalesce((c->>'until_due')::boolean, false));
      EXCEPTION WHEN unique_violation THEN
        GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
        IF broken <> 'operation_key_pkey' THEN RAISE; END IF;
        outcome := 'key';
      END;
      RETURN NEXT outcome;
    END LOOP;
  END $$
