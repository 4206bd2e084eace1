import { type Kysely, type Migration, sql } from 'kysely'

/**
 * The numbers of a preview stay as they are: they are kept beside it, so that whoever follows a run does not have its rows counted
 * again for them. And of each row the version that was previewed: one that still has it is as it was (docs/decisions/0044).
 */
export const previewNumbers: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const counts = (
  of: string,
  condition: string,
) => `(SELECT coalesce(jsonb_agg(jsonb_build_object('of', value, 'rows', rows)
    ORDER BY rows DESC, value), '[]')
  FROM (SELECT ${of} AS value, sum(rows)::integer AS rows FROM part WHERE ${condition} GROUP BY 1) AS counted)`

const statements = [
  `ALTER TABLE bulk ADD previewed jsonb`,
  `COMMENT ON COLUMN bulk_row.version IS 'that was previewed; once it is DONE, the one that was written'`,
  `UPDATE bulk SET previewed = (WITH part AS (SELECT before ->> 'decision' AS decision, others, left_out, count(*)::integer AS rows
      FROM bulk_row WHERE bulk_row.bulk_id = bulk.bulk_id GROUP BY 1, 2, 3)
    SELECT jsonb_build_object('total', coalesce(sum(rows), 0), 'to_change', coalesce(sum(rows) FILTER (WHERE left_out IS NULL), 0),
      'others', coalesce(sum(rows) FILTER (WHERE left_out IS NULL AND others), 0),
      'replaced', (SELECT person FROM bulk_row CROSS JOIN jsonb_array_elements(before -> 'reviewers') AS person
        WHERE bulk_row.bulk_id = bulk.bulk_id AND bulk.change ? 'replaces'
          AND person ->> 'user_type' = bulk.change -> 'replaces' ->> 'user_type'
          AND person ->> 'id' = bulk.change -> 'replaces' ->> 'id' LIMIT 1),
      'replaced_notes', (SELECT count(*) FROM bulk_row WHERE bulk_row.bulk_id = bulk.bulk_id AND left_out IS NULL
        AND bulk.undoes IS NULL AND coalesce(bulk.change ->> 'notes', '') <> '' AND before ->> 'notes' <> ''
        AND before ->> 'notes' <> bulk.change ->> 'notes'),
      'decisions', ${counts('decision', 'left_out IS NULL')}, 'left_out', ${counts('left_out', 'left_out IS NOT NULL')}) FROM part)`,
]
