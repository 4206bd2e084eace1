import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { maxPageBytes } from '#contract/reviews/result-queries.ts'
import type { BulkRow } from '#contract/reviews/bulk.ts'
import type {
  BulkStanding,
  KindOfBulkRows,
  ListedBulkRows,
  WantedBulkRows,
} from '../../../reviews/bulk-receipts.ts'
import type { Schema } from '../../database/schema.ts'
import { visibleRows } from '../conditions/visible-rows.ts'

type Db = Kysely<Schema>

const nodeTexts = (['source', 'waypoint', 'destination'] as const).flatMap((node) =>
  (['name', 'type', 'id'] as const).map((text) => ({ node, text, name: `${node}_${text}` })),
)
const nodeNames = sql.join(nodeTexts.map(({ name }) => sql.ref(name)))
const nodes = sql.join(
  nodeTexts.map(
    ({ node, text, name }) =>
      sql`coalesce(${sql.ref(`result.${node}`)} ->> ${sql.lit(text)}, '') AS ${sql.ref(name)}`,
  ),
)

/**
 * Rows of a bulk change in the order of their ids: those that the actor sees now, fewer than `limit` where they are larger than
 * a page may be (`maxPageBytes`), one at least.
 */
export async function listBulkRows(
  db: Db,
  actor: Actor,
  standing: BulkStanding,
  { from, limit, ...kind }: WantedBulkRows,
): Promise<ListedBulkRows> {
  const { rows } = await sql<BulkRow & { fits: boolean }>`
    WITH row AS (SELECT bulk_row.result_id, ${nodes}, bulk_row.before, bulk_row.others, bulk_row.left_out, bulk_row.outcome
      ${seenOf(actor, standing, kind)} AND bulk_row.result_id >= ${from}
      ORDER BY bulk_row.result_id LIMIT ${limit + 1}),
    measured AS (SELECT row.*, row_number() OVER list AS place, sum(octet_length(row::text)) OVER list AS bytes FROM row
      WINDOW list AS (ORDER BY result_id)),
    shown AS (SELECT *, place <= ${limit} AND (place = 1 OR bytes <= ${maxPageBytes}) AS fits FROM measured)
    SELECT result_id, ${nodeNames}, others, left_out, outcome, fits,
      CASE WHEN fits THEN before ELSE '{}' END AS before
    FROM shown WHERE fits OR place = (SELECT min(place) FROM shown WHERE NOT fits) ORDER BY result_id`.execute(
    db,
  )
  return {
    rows: rows.filter(({ fits }) => fits).map(({ fits: _fits, ...row }) => row),
    next: rows.find(({ fits }) => !fits)?.result_id,
  }
}

/** How many rows of a bulk change the actor does not see now. */
export async function countHidden(
  db: Db,
  actor: Actor,
  standing: BulkStanding,
  kind: KindOfBulkRows,
): Promise<number> {
  if (standing.whole) return 0
  const { rows } = await sql<{ hidden: number }>`SELECT
    ((SELECT count(*) FROM bulk_row WHERE ${ofKind(standing, kind)}) - count(*))::integer AS hidden
    ${seenOf(actor, standing, kind)}`.execute(db)
  return rows[0]?.hidden ?? 0
}

function seenOf(actor: Actor, standing: BulkStanding, kind: KindOfBulkRows) {
  return sql`FROM bulk_row JOIN certification ON certification.number = ${standing.number}
    JOIN result ON result.certification = certification.number AND result.result_id = bulk_row.result_id
    WHERE ${ofKind(standing, kind)} AND ${visibleRows(actor)}`
}

function ofKind({ bulk_id }: BulkStanding, { outcome, left_out }: KindOfBulkRows) {
  const parts = [sql`bulk_row.bulk_id = ${bulk_id}`]
  if (outcome === 'WAITING') parts.push(sql`bulk_row.left_out IS NULL AND bulk_row.outcome IS NULL`)
  else if (outcome) parts.push(sql`bulk_row.outcome = ${outcome}`)
  if (left_out) parts.push(sql`bulk_row.left_out = ${left_out}`)
  return sql.join(parts, sql` AND `)
}
