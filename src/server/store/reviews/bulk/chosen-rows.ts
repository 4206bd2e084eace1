import { type Kysely, sql } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import type { ChosenRow, RowChoice } from '../../../reviews/bulk-store.ts'
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
  | 'result_id'
  | 'version'
  | 'source'
  | 'decision'
  | 'notes'
  | 'reviewers'
  | 'signed_off_state'
  | 'notification_status'
  | 'notification_response_infos'
> & {
  readonly assigned: boolean
  readonly unchanged: boolean
  readonly decided_by: UserKey | null
  /** These of an undo alone. */
  readonly before?: Frozen
  readonly version_done?: number
  readonly seen?: boolean
  readonly reviewers_stand?: boolean
}

/**
 * The rows of a choice that the actor sees, in batches, in the order of their ids, with what the rules ask about each. Called
 * in one snapshot, so that all are of the same moment.
 */
export async function* chosenRows(
  db: Kysely<Schema>,
  actor: Actor,
  certification: number,
  choice: RowChoice,
): AsyncGenerator<readonly ChosenRow[]> {
  const read = async (after: number) => {
    const { rows } =
      await sql<Read>`SELECT ${columnsFor(actor, choice)} ${chosen(actor, certification, choice)}
      AND result.result_id > ${after} ORDER BY result.result_id LIMIT ${rowsAtOnce}`.execute(db)
    return rows
  }
  await requireLastTime(db, actor, certification, choice)
  let last = -1
  for (;;) {
    const rows = await read(last)
    if (rows.length > 0) yield rows.map(chosenRow)
    if (rows.length < rowsAtOnce) return
    last = rows.at(-1)?.result_id ?? last
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
  const among = ids ? sql`AND result.result_id = ANY (${[...ids]}::integer[])` : sql``
  const without = except.size > 0 ? sql`AND result.result_id <> ALL (${[...except]}::integer[])` : sql``
  const assigned = assigned_to ? sql`AND ${assignedTo(assigned_to)}` : sql``
  return sql`${from} ${among} ${without} ${assigned}`
}

/** Those rows of a choice that are as they were when a bulk change was previewed, in the order of their ids. */
export async function rowsAsFrozen(
  db: Kysely<Schema>,
  actor: Actor,
  certification: number,
  { choice, bulk_id }: { readonly choice: RowChoice; readonly bulk_id: string },
): Promise<readonly ChosenRow[]> {
  const { rows } = await sql<Read>`SELECT ${columnsFor(actor, choice)} ${chosen(actor, certification, choice)}
    AND (SELECT before FROM bulk_row WHERE bulk_row.bulk_id = ${bulk_id} AND bulk_row.result_id = result.result_id) = ${frozenState}
    ORDER BY result.result_id`.execute(db)
  return rows.map(chosenRow)
}

/** What is read of a row for `actor`: whoever decided last stands in its log. */
function columnsFor(actor: Actor, { undoes, unchangedAccess = false }: RowChoice) {
  const ofUndo = sql`, undone.before, undone.version AS version_done, ${visibleRows(actor)} AS seen,
    result.reviewers = undone.before -> 'reviewers' OR NOT EXISTS (SELECT FROM jsonb_to_recordset(undone.before -> 'reviewers')
        AS was (user_type text, id text) LEFT JOIN person ON person.user_type = was.user_type AND person.id = was.id
      WHERE NOT ${sql.raw(mayBeGivenRows)}) AS reviewers_stand`
  const unchanged = sql`EXISTS (SELECT FROM last_time WHERE last_time.certification = result.certification
    AND last_time.result_id = result.result_id AND ${isUnchanged})`
  return sql`result.result_id, result.version, result.source, result.decision, result.notes, result.reviewers,
    result.signed_off_state, result.notification_status, result.notification_response_infos,
    ${assignedTo(actor.user)} AS assigned, ${unchangedAccess ? unchanged : sql`false`} AS unchanged,
    CASE WHEN result.decision <> 'RESULT_DECISION_NONE' THEN
      (SELECT entry.actor FROM result_log AS entry WHERE entry.certification = result.certification
        AND entry.result_id = result.result_id AND entry.action = 'DECISION' ORDER BY entry.seq DESC LIMIT 1) END AS decided_by
    ${undoes === undefined ? sql`` : ofUndo}`
}

function chosenRow({
  result_id,
  version,
  source,
  assigned,
  unchanged,
  decided_by,
  before,
  ...row
}: Read): ChosenRow {
  const { version_done = 0, seen = false, reviewers_stand: reviewersStand = false } = row
  return {
    ...(before && {
      undone: {
        before: { ...before, signedOff: before.signed_off },
        version: version_done,
        seen,
        reviewersStand,
      },
    }),
    result_id,
    version,
    source,
    assigned,
    unchanged,
    decidedBy: decided_by ?? undefined,
    row: {
      decision: row.decision as Decision,
      notes: row.notes,
      reviewers: row.reviewers,
      signedOff: row.signed_off_state === 'SIGNED_OFF',
      notification_status: row.notification_status,
      notification_response_infos: row.notification_response_infos,
    },
  }
}
