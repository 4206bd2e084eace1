import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { Bulk } from '#contract/reviews/bulk.ts'
import type { FrozenRows, NewBulk, RowsAlike } from '../../../reviews/bulk-store.ts'
import type { Schema } from '../../database/schema.ts'
import { rememberKey } from './bulk-keys.ts'

type Db = Kysely<Schema>

/** What the log says of how a change came: over a session, or by which key. */
export function viaOf({ via, id }: Actor): string {
  return via === 'session' ? 'session' : id
}

/** Writes down what is asked for; its rows follow (`addBulkRows`). */
export async function createBulk(
  db: Db,
  actor: Actor,
  certification: number,
  { bulk_id, input, undoes, new_reviewers, rules_version, created, expires, key }: NewBulk,
): Promise<void> {
  const { user } = actor
  if (key) await rememberKey(db, user, { ...key, bulk_id })
  const { choice, change, also_decided = false, reason = '' } = input
  await sql`INSERT INTO bulk (bulk_id, certification, maker, maker_type, maker_id, via, change, choice, also_decided, reason, undoes, new_reviewers,
      rules_version, created_at, expires_at)
    VALUES (${bulk_id}, ${certification}, ${JSON.stringify(user)}::jsonb, ${user.user_type}, ${user.id},
      ${viaOf(actor)}, ${JSON.stringify(change)}::jsonb, ${JSON.stringify(choice)}::jsonb, ${also_decided}, ${reason}, ${undoes ?? null}, ${new_reviewers ? JSON.stringify(new_reviewers) : null}::jsonb,
      ${rules_version}, ${created}, ${expires})`.execute(db)
}

/** What a preview shows of a row, as it is written down. */
export type Frozen = Pick<RowsAlike['row'], 'decision' | 'notes' | 'reviewers'> & {
  readonly signed_off: boolean
}

/** What of a row a preview shows: while it is the same, the row is. A report of an integration changes none of it. */
export function frozen({
  decision,
  notes,
  reviewers,
  signedOff,
}: Pick<RowsAlike['row'], 'decision' | 'notes' | 'reviewers' | 'signedOff'>): Frozen {
  return { decision, notes, reviewers, signed_off: signedOff }
}

/** What `frozen` makes of a row, as the database does. */
export const frozenState = sql`jsonb_build_object('decision', result.decision, 'notes', result.notes,
  'reviewers', result.reviewers, 'signed_off', result.signed_off_state = 'SIGNED_OFF')`

/** Writes rows of a preview down: how each stands, and why it is left out. */
export async function addBulkRows(db: Db, bulk_id: string, rows: readonly FrozenRows[]): Promise<void> {
  const ids = rows.flatMap(({ chosen }) => chosen.ids)
  const versions = rows.flatMap(({ chosen }) => chosen.versions)
  const places = rows.flatMap(({ chosen }, place) => chosen.ids.map(() => place + 1))
  const states = rows.map(({ chosen: { row, undone }, leftOut }) =>
    // Of a row that has gone to others and that they have touched, what was seen of it stays all that is.
    JSON.stringify(frozen(undone && !undone.seen && leftOut ? undone.before : row)),
  )
  await sql`INSERT INTO bulk_row (bulk_id, result_id, version, before, others, left_out)
    SELECT ${bulk_id}, added.result_id, added.version, alike.state, alike.others, alike.left_out
    FROM unnest(${ids}::integer[], ${versions}::integer[], ${places}::integer[]) AS added (result_id, version, place)
    JOIN unnest(${states}::jsonb[], ${rows.map(({ others }) => others)}::boolean[],
      ${rows.map(({ leftOut }) => leftOut ?? null)}::text[]) WITH ORDINALITY AS alike (state, others, left_out, place) USING (place)`.execute(
    db,
  )
}

/** What a preview comes to; none of it changes any more. */
type Previewed = Pick<
  Bulk,
  'total' | 'to_change' | 'others' | 'replaced' | 'replaced_notes' | 'decisions' | 'left_out'
>

/** Adds up a preview of which all rows are written down. */
export async function sumUpPreview(db: Db, bulk_id: string): Promise<void> {
  await sql`UPDATE bulk SET previewed = (
    WITH part AS (SELECT before ->> 'decision' AS decision, others, left_out, count(*)::integer AS rows
      FROM bulk_row WHERE bulk_id = ${bulk_id} GROUP BY 1, 2, 3)
    SELECT jsonb_build_object('total', coalesce(sum(rows), 0),
      'to_change', coalesce(sum(rows) FILTER (WHERE left_out IS NULL), 0),
      'others', coalesce(sum(rows) FILTER (WHERE left_out IS NULL AND others), 0),
      'replaced', ${replaced}, 'replaced_notes', ${replacedNotes},
      'decisions', ${countsOf('decision', 'left_out IS NULL')}, 'left_out', ${countsOf('left_out', 'left_out IS NOT NULL')})
    FROM part) WHERE bulk_id = ${bulk_id}`.execute(db)
}

/** A bulk change with its numbers, as it stands at `now`; undefined where there is none of that id. */
export async function readBulk(db: Db, bulk_id: string, now: Date): Promise<Bulk | undefined> {
  const { rows } = await sql<Bulk & { readonly previewed: Previewed }>`
    SELECT bulk.bulk_id, certification.certification_id,
      CASE WHEN bulk.state = 'PREVIEWED' AND bulk.expires_at <= ${now} THEN 'EXPIRED' ELSE bulk.state END AS state,
      bulk.change, bulk.choice, bulk.also_decided, bulk.reason, bulk.undoes, bulk.new_reviewers,
      ${undosOf(bulk_id)} AS undone_by, bulk.maker AS made_by, bulk.created_at, bulk.expires_at, bulk.started_at, bulk.ended_at,
      bulk.previewed, ${outcomesOf(bulk_id)} AS outcomes
    FROM bulk JOIN certification ON certification.number = bulk.certification WHERE bulk.bulk_id = ${bulk_id}`.execute(
    db,
  )
  const [row] = rows
  if (!row) return undefined
  const { created_at, expires_at, started_at, ended_at, previewed, ...rest } = row
  return {
    ...rest,
    ...previewed,
    created_at: instant(created_at),
    expires_at: instant(expires_at),
    started_at: started_at && instant(started_at),
    undone_by: row.undone_by.map((undo) => ({ ...undo, started_at: instant(undo.started_at) })),
    ended_at: ended_at && instant(ended_at),
  }
}

/** How many rows have come to each outcome, as JSON, most first: what is asked for again and again while it runs. */
function outcomesOf(bulk_id: string) {
  return sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('of', outcome, 'rows', rows) ORDER BY rows DESC, outcome), '[]')
    FROM (SELECT outcome, count(*)::integer AS rows FROM bulk_row
      WHERE bulk_id = ${bulk_id} AND outcome IS NOT NULL GROUP BY outcome) AS counted)`
}

/** Of how many rows that are to be changed another note is replaced: by none where a change writes none, and an undo brings back. */
const replacedNotes = sql`(SELECT count(*)::integer FROM bulk_row WHERE bulk_row.bulk_id = bulk.bulk_id AND left_out IS NULL
    AND bulk.undoes IS NULL AND coalesce(bulk.change ->> 'notes', '') <> '' AND before ->> 'notes' <> ''
    AND before ->> 'notes' <> bulk.change ->> 'notes')`

/** Whom the new reviewers replace, as JSON, as their rows named them; NULL where they replace all, or nobody of the rows. */
const replaced = sql`(SELECT person FROM bulk_row CROSS JOIN jsonb_array_elements(before -> 'reviewers') AS person
    WHERE bulk_row.bulk_id = bulk.bulk_id AND bulk.change ? 'replaces' AND person ->> 'user_type' = bulk.change -> 'replaces' ->> 'user_type'
      AND person ->> 'id' = bulk.change -> 'replaces' ->> 'id' LIMIT 1)`

/** The undos of a bulk change that were started, as JSON: few, because each puts back what none has before. */
function undosOf(bulk_id: string) {
  return sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('bulk_id', undo.bulk_id, 'state', undo.state, 'made_by', undo.maker,
      'started_at', undo.started_at, 'done', (SELECT count(*) FROM bulk_row AS back
        WHERE back.bulk_id = undo.bulk_id AND back.outcome = 'DONE')) ORDER BY undo.started_at, undo.bulk_id), '[]')
    FROM bulk AS undo WHERE undo.certification = bulk.certification AND undo.undoes = ${bulk_id}
      AND undo.started_at IS NOT NULL)`
}

/** A time as PostgreSQL writes it, as RFC 3339 in UTC. */
const instant = (text: string) => new Date(text).toISOString()

/** How many rows there are of each value of a column, as JSON, most first. */
function countsOf(column: 'decision' | 'left_out', condition: string) {
  return sql.raw(`(SELECT coalesce(jsonb_agg(jsonb_build_object('of', value, 'rows', rows) ORDER BY rows DESC, value), '[]')
    FROM (SELECT ${column} AS value, sum(rows)::integer AS rows FROM part WHERE ${condition} GROUP BY 1) AS counted)`)
}
