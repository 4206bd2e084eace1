import type pg from 'pg'

/** How the rows of a snapshot differ from those of an earlier one, in rows. */
export type AccessDifference = {
  /** Only the new one has them. */
  readonly added: number
  /** Only the earlier one has them. */
  readonly missing: number
  /** Both have them, with other permissions, people, names or attributes. */
  readonly changed: number
}

const lists = [
  'raw_permissions',
  'effective_permissions',
  'source_managers',
  'destination_owners',
  'reviewers',
]
const sameLists = lists
  .map((list) => `loaded.${list} @> earlier.${list} AND loaded.${list} <@ earlier.${list}`)
  .join(' AND ')

/**
 * Compares a snapshot that is being loaded over this client with one that is complete. Which line a row stood on, and
 * the order of a list, do not count.
 */
export async function compareAccess(
  client: pg.ClientBase,
  snapshot_id: string,
  earlier: string,
): Promise<AccessDifference> {
  // A dry run has a table of its own by the same name.
  const { rows: tables } = await client.query<{ stored: string }>(
    `SELECT quote_ident(current_schema()) || '.access_row' AS stored`,
  )
  const { rows } = await client.query<AccessDifference>(
    `SELECT count(*) FILTER (WHERE earlier.row_key IS NULL)::integer AS added,
       count(*) FILTER (WHERE loaded.row_key IS NULL)::integer AS missing,
       count(*) FILTER (WHERE NOT (${sameLists}) OR earlier.row_key IS NOT NULL AND loaded.row_key IS NOT NULL
         AND (loaded.source, loaded.destination, loaded.waypoint)
           IS DISTINCT FROM (earlier.source, earlier.destination, earlier.waypoint))::integer AS changed
     FROM (SELECT * FROM access_row WHERE snapshot_id = $1) AS loaded
       FULL JOIN (SELECT * FROM ${tables[0]?.stored ?? 'access_row'} WHERE snapshot_id = $2) AS earlier USING (row_key)`,
    [snapshot_id, earlier],
  )
  const [difference] = rows
  if (!difference) throw new Error('a statement that always gives one row gave none')
  return difference
}
