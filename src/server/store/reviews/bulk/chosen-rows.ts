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
  let last = -1
  for (;;) {
    const rows = await batchAfter(db, actor, certification, choice, last)
    if (rows.length > 0) yield rows.map(chosenRow)
    if (rows.length < rowsAtOnce) return
    last = rows.at(-1)?.result_id ?? last
  }
}

async function batchAfter(
  db: Kysely<Schema>,
  actor: Actor,
  certification: VisibleCertification,
  { filter, mutable_filter, ids, except }: RowChoice,
  last: number,
): Promise<readonly Read[]> {
  const among = ids ? sql`AND result.result_id = ANY (${[...ids]}::integer[])` : sql``
  const without = except.size > 0 ? sql`AND result.result_id <> ALL (${[...except]}::integer[])` : sql``
  const { rows } = await sql<Read>`
    SELECT result.result_id, result.version, result.source, result.decision, result.notes, result.reviewers,
      result.signed_off_state, result.notification_status, result.notification_response_infos,
      ${assignedTo(actor.user)} AS assigned,
      CASE WHEN result.decision <> 'RESULT_DECISION_NONE' THEN
        (SELECT entry.actor FROM result_log AS entry WHERE entry.certification = result.certification
          AND entry.result_id = result.result_id AND entry.action = 'DECISION' ORDER BY entry.seq DESC LIMIT 1) END AS decided_by
    ${matching(actor, certification, { filter, mutable_filter })} ${among} ${without}
      AND result.result_id > ${last} ORDER BY result.result_id LIMIT ${rowsAtOnce}`.execute(db)
  return rows
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
