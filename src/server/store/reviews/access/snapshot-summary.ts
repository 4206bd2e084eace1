import type pg from 'pg'

/**
 * What a snapshot holds: how many rows, how many lines of the file were merged into them and how many of these differ
 * from the first line of their row, whether any row names a manager or an owner, and how many names of reviewers nobody
 * has.
 */
export type SnapshotSummary = {
  readonly rows: number
  readonly merged: number
  readonly differing: number
  readonly managers: boolean
  readonly owners: boolean
  readonly unknownReviewers: number
}

/** Sums up a snapshot that is being loaded over this client. */
export async function summaryOf(client: pg.ClientBase, snapshot_id: string): Promise<SnapshotSummary> {
  const { rows } = await client.query<SnapshotSummary>(
    `SELECT count(*)::integer AS rows, coalesce(bool_or(source_managers <> '{}'), false) AS managers,
       coalesce(bool_or(destination_owners <> '{}'), false) AS owners,
       (SELECT count(*)::integer FROM pg_temp.merged_line) AS merged,
       (SELECT count(*)::integer FROM pg_temp.merged_line WHERE differs <> '{}') AS differing,
       (SELECT count(*)::integer FROM (SELECT DISTINCT unnest(reviewers) AS name FROM access_row
          WHERE snapshot_id = $1) AS named
        WHERE NOT EXISTS (SELECT FROM person WHERE lower(email) = lower(named.name))
          AND NOT EXISTS (SELECT FROM person WHERE id = named.name)) AS "unknownReviewers"
     FROM access_row WHERE snapshot_id = $1`,
    [snapshot_id],
  )
  const [summary] = rows
  if (!summary) throw new Error('a statement that always gives one row gave none')
  return summary
}
