import { type Kysely, sql } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import type { ChosenRow, RowChoice } from '../../../reviews/bulk-store.ts'
import type { ResultRow } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import type { VisibleCertification } from '../conditions/find-certification.ts'
import { assignedTo } from '../conditions/visible-rows.ts'
import { matching } from '../results/result-list.ts'

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
> & { readonly assigned: boolean; readonly decided_by: UserKey | null }

/**
 * The rows of a choice that the actor sees, in batches, in the order of their ids, with what the rules ask about each. Called
 * in one snapshot, so that all are of the same moment.
 */
export async function* chosenRows(
  db: Kysely<Schema>,
  actor: Actor,
  certification: VisibleCertification,
  choice: RowChoice,
): AsyncGenerator<readonly ChosenRow[]> {
  const read = async (after: number) => {
    const { rows } = await sql<Read>`SELECT ${columnsFor(actor)} ${chosen(actor, certification, choice)}
      AND result.result_id > ${after} ORDER BY result.result_id LIMIT ${rowsAtOnce}`.execute(db)
    return rows
  }
  let last = -1
  for (;;) {
    const rows = await read(last)
    if (rows.length > 0) yield rows.map(chosenRow)
    if (rows.length < rowsAtOnce) return
    last = rows.at(-1)?.result_id ?? last
  }
}

/** FROM and WHERE of the rows of a choice that the actor sees. */
export function chosen(
  actor: Actor,
  certification: Pick<VisibleCertification, 'number'>,
  { ids, except, ...filters }: RowChoice,
) {
  const among = ids ? sql`AND result.result_id = ANY (${[...ids]}::integer[])` : sql``
  const without = except.size > 0 ? sql`AND result.result_id <> ALL (${[...except]}::integer[])` : sql``
  return sql`${matching(actor, certification, filters)} ${among} ${without}`
}

/** Rows with these ids that the actor sees, in the order of the ids. */
export async function rowsWithIds(
  db: Kysely<Schema>,
  actor: Actor,
  certification: Pick<VisibleCertification, 'number'>,
  ids: readonly number[],
): Promise<readonly ChosenRow[]> {
  const { rows } = await sql<Read>`SELECT ${columnsFor(actor)}
    ${matching(actor, certification, { filter: undefined, mutable_filter: undefined })}
      AND result.result_id = ANY (${[...ids]}::integer[]) ORDER BY result.result_id`.execute(db)
  return rows.map(chosenRow)
}

/** What is read of a row for `actor`: whoever decided last stands in its log. */
function columnsFor(actor: Actor) {
  return sql`result.result_id, result.version, result.source, result.decision, result.notes, result.reviewers,
    result.signed_off_state, result.notification_status, result.notification_response_infos,
    ${assignedTo(actor.user)} AS assigned,
    CASE WHEN result.decision <> 'RESULT_DECISION_NONE' THEN
      (SELECT entry.actor FROM result_log AS entry WHERE entry.certification = result.certification
        AND entry.result_id = result.result_id AND entry.action = 'DECISION' ORDER BY entry.seq DESC LIMIT 1) END AS decided_by`
}

function chosenRow({ result_id, version, source, assigned, decided_by, ...row }: Read): ChosenRow {
  return {
    result_id,
    version,
    source,
    assigned,
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
