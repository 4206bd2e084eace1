import type pg from 'pg'
import { inTransaction } from '../../database/transaction.ts'
import { type AccessLine, copyAccessLines, maxItems } from './access-rows.ts'
import { ambiguousReferences } from './ambiguous-people.ts'

const columns = `row_key, source, destination, waypoint, raw_permissions, effective_permissions, source_managers,
  destination_owners, reviewers, line`
/** The lists of a row that are united, with the field of a file that each comes from. */
const lists = {
  raw_permissions: 'raw_permissions',
  effective_permissions: 'effective_permissions',
  source_managers: 'source_manager',
  destination_owners: 'destination_owner',
  reviewers: 'reviewers',
} as const
const eachList = (text: (column: string, field: string) => string, between: string) =>
  Object.entries(lists)
    .map(([column, field]) => text(column, field))
    .join(between)

const tables = [
  'CREATE TEMP TABLE access_batch ON COMMIT DELETE ROWS AS SELECT * FROM access_row WITH NO DATA',
  'CREATE TEMP TABLE merged_line (row_key bytea, line integer PRIMARY KEY, first_line integer, differs text[])',
  'CREATE INDEX merged_line_row ON pg_temp.merged_line (row_key)',
]

// Through the index of the rows, which are many more than those of a batch; statistics do not know of them yet.
const throughIndex = 'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off'

const insertFirst = `INSERT INTO access_row (snapshot_id, ${columns})
  SELECT DISTINCT ON (row_key) snapshot_id, ${columns} FROM pg_temp.access_batch ORDER BY row_key, line
  ON CONFLICT DO NOTHING`

const noteOthers = `INSERT INTO pg_temp.merged_line (row_key, line, first_line, differs)
  SELECT row_key, batch.line, stored.line,
    CASE WHEN (batch.source, batch.destination, batch.waypoint)
        IS DISTINCT FROM (stored.source, stored.destination, stored.waypoint)
      THEN differing_fields('source', stored.source, batch.source)
        || differing_fields('destination', stored.destination, batch.destination)
        || differing_fields('waypoint', stored.waypoint, batch.waypoint)
      ELSE '{}' END
  FROM pg_temp.access_batch AS batch JOIN access_row AS stored USING (snapshot_id, row_key)
  WHERE stored.line <> batch.line`

const unite = `UPDATE access_row AS stored
  SET ${eachList((column) => `${column} = union_texts(stored.${column}, batch.${column}, $1)`, ', ')}
  FROM (SELECT snapshot_id, row_key,
      ${eachList((column) => `union_texts_agg(${column}, $1 ORDER BY line) AS ${column}`, ', ')}
    FROM pg_temp.access_batch GROUP BY snapshot_id, row_key) AS batch
  WHERE stored.snapshot_id = batch.snapshot_id AND stored.row_key = batch.row_key
    AND NOT (${eachList((column) => `batch.${column} <@ stored.${column}`, ' AND ')})`

const entities = `jsonb_build_object('source_type', source -> 'type', 'source_id', source -> 'id',
      'waypoint_type', waypoint -> 'type', 'waypoint_id', waypoint -> 'id',
      'destination_type', destination -> 'type', 'destination_id', destination -> 'id') AS entities`
const tooLong = `GREATEST(${eachList((column) => `cardinality(${column})`, ', ')}) > $2`
const removeTooLong = `WITH gone AS (
    DELETE FROM access_row WHERE snapshot_id = $1 AND ${tooLong}
    RETURNING *
  ), others AS (
    DELETE FROM pg_temp.merged_line AS other USING gone WHERE other.row_key = gone.row_key
    RETURNING other.row_key, other.line
  )
  SELECT CASE ${eachList((column, field) => `WHEN cardinality(${column}) > $2 THEN '${field}'`, ' ')} END AS field,
    line || (SELECT array_agg(others.line ORDER BY others.line) FROM others WHERE others.row_key = gone.row_key)
      AS lines,
    ${entities}
  FROM gone ORDER BY line`

/** The lines of a row that would have too much of `field` (as a file calls it), and which row it is. */
export type TooLongRow = {
  readonly field: string
  readonly lines: readonly number[]
  readonly entities: Readonly<Record<string, string | null>>
}

/** Makes the temporary tables that the other functions need, for as long as the client is connected. */
export async function prepareMerge(client: pg.ClientBase): Promise<void> {
  for (const statement of tables) await client.query(statement)
}

/**
 * Writes lines of which some are rows that are stored already, or one row together. The first line of a row says what
 * its entities are called; permissions, managers, owners and reviewers are those of all its lines.
 */
export async function mergeLines(
  client: pg.ClientBase,
  snapshot_id: string,
  lines: readonly AccessLine[],
): Promise<void> {
  await inTransaction(client, async () => {
    await copyAccessLines(client, 'pg_temp.access_batch', snapshot_id, lines)
    await client.query(throughIndex)
    await client.query(insertFirst)
    await client.query(noteOthers)
    await client.query(unite, [maxItems])
  })
}

/** Deletes the rows that are longer than a row may be, by one line or by merging, and says which lines each of them was. */
export async function removeTooLongRows(
  client: pg.ClientBase,
  snapshot_id: string,
): Promise<readonly TooLongRow[]> {
  const { rows } = await client.query<TooLongRow>(removeTooLong, [snapshot_id, maxItems])
  return rows
}

/** The lines of a row that names people whom it may mean several of: by which text, and who they are. */
export type AmbiguousRow = TooLongRow & { readonly value: string; readonly people: readonly string[] }

const removeAmbiguous = `WITH named AS (
    SELECT row_key, field, reference FROM access_row, LATERAL (
      SELECT 'reviewers' AS field, unnest(reviewers) AS reference
      UNION ALL SELECT 'source_manager', unnest(source_managers)
      UNION ALL SELECT 'destination_owner', unnest(destination_owners)) AS people
    WHERE snapshot_id = $1 AND lower(reference) = ANY ($2::text[])
  ), gone AS (
    DELETE FROM access_row WHERE snapshot_id = $1 AND row_key IN (SELECT row_key FROM named) RETURNING *
  ), others AS (
    DELETE FROM pg_temp.merged_line AS other USING gone WHERE other.row_key = gone.row_key
    RETURNING other.row_key, other.line
  )
  SELECT DISTINCT ON (gone.line) named.field, lower(named.reference) AS reference, named.reference AS value,
    ARRAY[gone.line] || ARRAY(SELECT others.line FROM others WHERE others.row_key = gone.row_key ORDER BY 1) AS lines,
    ${entities}
  FROM gone JOIN named USING (row_key) ORDER BY gone.line, named.field, named.reference`

/** Deletes the rows that name somebody by what means several people, and says which lines each of them was. */
export async function removeAmbiguousRows(
  client: pg.ClientBase,
  snapshot_id: string,
): Promise<readonly AmbiguousRow[]> {
  const ambiguous = new Map(
    (await ambiguousReferences(client)).map(({ reference, people }) => [reference, people]),
  )
  if (ambiguous.size === 0) return []
  const { rows } = await client.query<Omit<AmbiguousRow, 'people'> & { readonly reference: string }>(
    removeAmbiguous,
    [snapshot_id, [...ambiguous.keys()]],
  )
  return rows.map(({ reference, ...row }) => ({ ...row, people: ambiguous.get(reference) ?? [] }))
}

/** A line that names or describes the entities of its row otherwise than the first line of it, and in which fields. */
export type DifferingLine = {
  readonly line: number
  readonly first_line: number
  readonly differs: readonly string[]
}

/** The lines that differ from the first of their row, in the order of the file, so many at once. */
export async function* differingLines(
  client: pg.ClientBase,
  atOnce = 10_000,
): AsyncGenerator<readonly DifferingLine[]> {
  for (let after = 0; ; ) {
    const { rows } = await client.query<DifferingLine>(
      `SELECT line, first_line, differs FROM pg_temp.merged_line WHERE differs <> '{}' AND line > $1
       ORDER BY line LIMIT $2`,
      [after, atOnce],
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.line
  }
}
