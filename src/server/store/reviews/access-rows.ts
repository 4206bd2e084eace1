import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import { copyLine } from '../copy-line.ts'
import type { StoredNode } from '../review-schema.ts'

/** One row of access on its way into a snapshot. `row_key` is that of `rowKeyOf`. */
export type AccessRowInput = {
  readonly row_key: string
  readonly source: StoredNode
  readonly destination: StoredNode
  readonly waypoint: StoredNode | null
  readonly raw_permissions: readonly string[]
  readonly effective_permissions: readonly string[]
  readonly source_manager: string
  readonly destination_owner: string
  readonly reviewers: readonly string[]
}

const columns = `snapshot_id, row_key, source, destination, waypoint, raw_permissions, effective_permissions,
  source_manager, destination_owner, reviewers`
const piece = 500

/** What makes a row of access the same one again: SHA-256, in hexadecimal digits, of who, what, and by which way. */
export function rowKeyOf(source: StoredNode, destination: StoredNode, waypoint: StoredNode | null): string {
  const parts = [source.type, source.id, destination.type, destination.id, waypoint?.id ?? '']
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Copies rows, all with different keys, into a table that has the columns of `access_row`. */
export async function copyAccessRows(
  client: pg.ClientBase,
  table: 'access_row' | 'pg_temp.access_batch',
  snapshot: string,
  rows: Iterable<AccessRowInput>,
): Promise<void> {
  // pg-copy-streams takes any client; its types know only the class.
  await pipeline(pieces(snapshot, rows), client.query(from(`COPY ${table} (${columns}) FROM STDIN`)))
}

function* pieces(snapshot: string, rows: Iterable<AccessRowInput>): Generator<string> {
  let text = ''
  let lines = 0
  for (const row of rows) {
    text += lineOf(snapshot, row)
    if (++lines % piece > 0) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

function lineOf(snapshot: string, row: AccessRowInput): string {
  return copyLine([
    snapshot,
    `\\x${row.row_key}`,
    row.source,
    row.destination,
    row.waypoint,
    row.raw_permissions,
    row.effective_permissions,
    row.source_manager,
    row.destination_owner,
    row.reviewers,
  ])
}
