import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import type { RowChoice, RowsAlike } from '../../../reviews/bulk-store.ts'
import type { ResultRow } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import { assignedTo, visibleRows } from '../conditions/visible-rows.ts'
import { mayBeGivenRows } from '../people/person-problem.ts'
import { isUnchanged } from '../last-time/last-time-filter.ts'
import { requireLastTime } from '../last-time/shown.ts'
import { matching } from '../results/result-list.ts'
import { type Frozen, frozenState } from './bulk-rows.ts'

/** So many rows are held at once. */
const rowsAtOnce = 2000

type Read = Pick<
  ResultRow,
  | 'source'
  | 'decision'
  | 'notes'
  | 'reviewers'
  | 'signed_off_state'
  | 'notification_status'
  | 'notification_response_infos'
> & {
  readonly ids: readonly number[]
  readonly versions: readonly number[]
  readonly assigned: boolean
  readonly unchanged: boolean
  readonly decided_by_actor: boolean
  /** These of an undo alone. */
  readonly before?: Frozen
  readonly touched?: boolean
  readonly seen?: boolean
  readonly reviewers_stand?: boolean
}

/**
 * The rows of a choice that the actor sees, in batches, in the order of their ids, with what the rules ask about each; of a
 * batch those together that stand alike. Called in one snapshot, so that all are of the same moment.
 */
export async function* chosenRows(
  db: Kysely<Schema>,
  actor: Actor,
  certification: number,
  choice: RowChoice,
): AsyncGenerator<readonly RowsAlike[]> {
  await requireLastTime(db, actor, certification, choice)
  // In slices: a query that names fifty thousand ids takes longer to be planned than to be run.
  const ids = choice.ids?.toSorted((a, b) => a - b)
  for (let last = -1, at = 0; ; at += rowsAtOnce) {
    const some = ids?.slice(at, at + rowsAtOnce)
    const batch = sql`SELECT ${columnsFor(actor, choice)} ${chosen(actor, certification, { ...choice, ids: some })}
      AND result.result_id > ${last} ORDER BY result.result_id LIMIT ${rowsAtOnce}`
    const rows = await readAlike(db, choice, batch)
    if (rows.length > 0) yield rows
    const read = rows.flatMap((alike) => alike.ids)
    if ((some ?? read).length < rowsAtOnce) return
    last = some?.at(-1) ?? read.reduce((most, id) => Math.max(most, id), last)
  }
}

/** FROM and WHERE of the rows of a choice: those that the actor sees, or those that an undo is of. */
export function chosen(
  actor: Actor,
  number: number,
  { ids, except, undoes, assigned_to, ...filters }: RowChoice,
) {
  const from =
    undoes === undefined
      ? matching(actor, { number }, filters)
      : sql`FROM certification JOIN result ON result.certification = certification.number
          JOIN bulk_row AS undone ON undone.bulk_id = ${undoes} AND undone.result_id = result.result_id AND undone.outcome = 'DONE'
          WHERE certification.number = ${number}`
  const among = ids ? sql`AND result.result_id IN (SELECT unnest(${[...ids]}::integer[]))` : sql``
  const without = except.size > 0 ? sql`AND result.result_id <> ALL (${[...except]}::integer[])` : sql``
  const assigned = assigned_to ? sql`AND ${assignedTo(assigned_to)}` : sql``
  return sql`${from} ${among} ${without} ${assigned}`
}

/** A stretch of the rows of a bulk change that runs: those with ids from the one to the other that wait. */
export type WaitingRows = { readonly bulk_id: string; readonly first: number; readonly last: number }

/** Those of them that are in the choice, and as they were when it was previewed; those together that stand alike. */
export async function rowsAsFrozen(
  db: Kysely<Schema>,
  actor: Actor,
  certification: number,
  { choice, waiting }: { readonly choice: RowChoice; readonly waiting: WaitingRows },
): Promise<readonly RowsAlike[]> {
  const { bulk_id, first, last } = waiting
  // No join: of a change that has just begun PostgreSQL knows nothing, and would compare each row with each. A row with another
  // version may still be the same: an integration has reported.
  const isSame = sql`(SELECT frozen.version = result.version OR frozen.before = ${frozenState} FROM bulk_row AS frozen
    WHERE frozen.bulk_id = ${bulk_id} AND frozen.result_id = result.result_id AND frozen.left_out IS NULL AND frozen.outcome IS NULL)`
  const rows = sql`SELECT ${columnsFor(actor, choice)} ${chosen(actor, certification, choice)}
    AND result.result_id BETWEEN ${first} AND ${last} AND ${isSame}`
  return await readAlike(db, choice, rows)
}

const columns = `source, decision, notes, reviewers, signed_off_state, notification_status, notification_response_infos`
const standing = `assigned, unchanged, decided_by_actor`
const ofUndo = `before, touched, seen, reviewers_stand`

/** What is read of a row for `actor`: whoever decided last stands in its log. */
function columnsFor(actor: Actor, { undoes, unchangedAccess = false, asksWhoDecided = false }: RowChoice) {
  const undone = sql`, undone.before, result.version <> undone.version AS touched, ${visibleRows(actor)} AS seen,
    result.reviewers = undone.before -> 'reviewers' OR NOT EXISTS (SELECT FROM jsonb_to_recordset(undone.before -> 'reviewers')
        AS was (user_type text, id text) LEFT JOIN person ON person.user_type = was.user_type AND person.id = was.id
      WHERE NOT ${sql.raw(mayBeGivenRows)}) AS reviewers_stand`
  const unchanged = sql`EXISTS (SELECT FROM last_time WHERE last_time.certification = result.certification
    AND last_time.result_id = result.result_id AND ${isUnchanged})`
  const { user_type, id } = actor.user
  const byActor = sql`result.decision <> 'RESULT_DECISION_NONE' AND coalesce((
      SELECT entry.actor ->> 'user_type' = ${user_type} AND entry.actor ->> 'id' = ${id} FROM result_log AS entry
      WHERE entry.certification = result.certification AND entry.result_id = result.result_id AND entry.action = 'DECISION'
      ORDER BY entry.seq DESC LIMIT 1), false)`
  // No EXISTS, for which all rows of that person would be gathered first.
  const isAssigned = sql`(SELECT true FROM result_reviewer AS mine WHERE mine.certification = result.certification
    AND mine.result_id = result.result_id AND mine.user_type = ${user_type} AND mine.user_id = ${id}) IS NOT NULL`
  return sql`result.result_id, result.version, ${sql.raw(columns.replaceAll(/\w+/g, 'result.$&'))},
    ${isAssigned} AS assigned, ${unchangedAccess ? unchanged : sql`false`} AS unchanged,
    ${asksWhoDecided ? byActor : sql`false`} AS decided_by_actor ${undoes === undefined ? sql`` : undone}`
}

/** Reads rows, those together in which nothing but the id and the version differs. */
async function readAlike(
  db: Kysely<Schema>,
  { undoes }: RowChoice,
  rowsToRead: RawBuilder<unknown>,
): Promise<readonly RowsAlike[]> {
  const alike = sql.raw([columns, standing, ...(undoes === undefined ? [] : [ofUndo])].join(', '))
  const { rows } =
    await sql<Read>`SELECT array_agg(result_id) AS ids, array_agg(version) AS versions, ${alike}
    FROM (${rowsToRead}) AS row GROUP BY ${alike}`.execute(db)
  return rows.map(rowsAlike)
}

function rowsAlike({ ids, versions, source, assigned, unchanged, before, ...row }: Read): RowsAlike {
  const { touched = false, seen = false, reviewers_stand: reviewersStand = false } = row
  return {
    ids,
    versions,
    source,
    assigned,
    unchanged,
    decidedByActor: row.decided_by_actor,
    row: {
      decision: row.decision as Decision,
      notes: row.notes,
      reviewers: row.reviewers,
      signedOff: row.signed_off_state === 'SIGNED_OFF',
      notification_status: row.notification_status,
      notification_response_infos: row.notification_response_infos,
    },
    ...(before && {
      undone: { before: { ...before, signedOff: before.signed_off }, touched, seen, reviewersStand },
    }),
  }
}
