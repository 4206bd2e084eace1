import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import { copyLine } from '../../database/copy-line.ts'
import type { StoredNode } from '../../database/review-schema.ts'

/** How many permissions, managers, owners or reviewers a row of access may have. */
export const maxItems = 1000

/**
 * One row of access on its way into a snapshot. `row_key` is that of `rowKeyOf`; no list has a text twice, and
 * one with more than `maxItems` makes its row one that is rejected when all lines are there.
 */
export type AccessRowInput = {
  readonly row_key: string
  readonly source: StoredNode
  readonly destination: StoredNode
  readonly waypoint: StoredNode | null
  readonly raw_permissions: readonly string[]
  readonly effective_permissions: readonly string[]
  readonly source_managers: readonly string[]
  readonly destination_owners: readonly string[]
  readonly reviewers: readonly string[]
}

/** A row and the number of the line that it stands on; null where there is no file. */
export type AccessLine = { readonly line: number | null; readonly row: AccessRowInput }

type Table = 'access_row' | 'pg_temp.access_row' | 'pg_temp.access_batch'

const columns = `snapshot_id, row_key, source, destination, waypoint, raw_permissions, effective_permissions,
  source_managers, destination_owners, reviewers, line`
const piece = 500

/**
 * Identifies a row of access across imports: SHA-256, in hexadecimal, of type and id of source, destination and
 * waypoint.
 */
export function rowKeyOf(source: StoredNode, destination: StoredNode, waypoint: StoredNode | null): string {
  const way = waypoint ? [waypoint.type, waypoint.id] : ['']
  const parts = [source.type, source.id, destination.type, destination.id, ...way]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Copies rows that came from no file, all with different keys, into a snapshot. */
export async function copyAccessRows(
  client: pg.ClientBase,
  snapshot: string,
  rows: Iterable<AccessRowInput>,
): Promise<void> {
  function* lines(): Generator<AccessLine> {
    for (const row of rows) yield { line: null, row }
  }
  await copyAccessLines(client, 'access_row', snapshot, lines())
}

/** Copies lines of a file into a table that has the columns of `access_row`. */
export async function copyAccessLines(
  client: pg.ClientBase,
  table: Table,
  snapshot: string,
  lines: Iterable<AccessLine>,
): Promise<void> {
  // pg-copy-streams takes any client; its types know only the class.
  await pipeline(pieces(snapshot, lines), client.query(from(`COPY ${table} (${columns}) FROM STDIN`)))
}

function* pieces(snapshot: string, lines: Iterable<AccessLine>): Generator<string> {
  let text = ''
  let count = 0
  for (const line of lines) {
    text += copiedLine(snapshot, line)
    if (++count % piece > 0) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

function copiedLine(snapshot: string, { line, row }: AccessLine): string {
  return copyLine([
    snapshot,
    `\\x${row.row_key}`,
    row.source,
    row.destination,
    row.waypoint,
    row.raw_permissions,
    row.effective_permissions,
    row.source_managers,
    row.destination_owners,
    row.reviewers,
    line,
  ])
}
