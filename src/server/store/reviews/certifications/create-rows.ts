import type pg from 'pg'
import type { DynamicInformation } from '#contract/reviews/certification.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { ReviewerAssignment } from '#contract/reviews/workflow.ts'
import {
  dropPlan,
  type PlannedAssignment,
  planAssignment,
  type WantedAssignment,
} from '../assignment/plan-assignment.ts'
import { compareRows } from '../last-time/compare-rows.ts'
import { notePeers } from '../peers/note-peers.ts'
import { preventsSelfReview } from '../settings/self-review-setting.ts'
import { systemUser } from '../log/system-user.ts'

type Searching = {
  readonly snapshot_id: string | null
  readonly reviewer_assignment: unknown
  readonly dynamic_information: DynamicInformation | null
  readonly workflow_id: string
  readonly workflow_creator: WorkflowUser | null
  readonly imported_at: string | null
}

const noRows =
  'There is no imported access for this workflow yet. Import some, then create the certification again.'
const noneListed =
  'None of the identities that this certification is limited to has access in the import it was made from.'

/**
 * Copies the access of its snapshot into the rows of a certification that is searching, with reviewers, log and
 * counters, and puts it in progress; entries of the log are the server's, each a nanosecond after the one before. A row
 * without reviewers says why. A certification without access gets its reason instead. Takes the certification's number,
 * the time (as `logTime` writes it), and a client with a transaction open. Returns how many rows there are; undefined
 * when somebody else has done it.
 */
export async function createRows(
  client: pg.ClientBase,
  number: number,
  at: string,
): Promise<number | undefined> {
  const searching = await findSearching(client, number)
  if (!searching) return undefined
  const planned = await planAssignment(client, await wantedOf(client, searching))
  const total = await insertRows(client, number, planned)
  await dropPlan(client)
  await notePeers(client, number, searching.snapshot_id)
  if (total === 0) await fail(client, number, { reason: reasonOf(searching), at })
  else {
    await begin(client, number, searching, { total, at })
    await compareRows(client, number, at)
  }
  return total
}

async function findSearching(client: pg.ClientBase, number: number): Promise<Searching | undefined> {
  const { rows } = await client.query<Searching>(
    `SELECT snapshot_id, c.workflow_id, reviewer_assignment, dynamic_information, w.creator AS workflow_creator,
       s.imported_at
     FROM certification c JOIN workflow w USING (workflow_id) LEFT JOIN snapshot s USING (snapshot_id)
     WHERE number = $1 AND state = 'CERT_STATE_SEARCHING' AND error_reason = ''`,
    [number],
  )
  return rows[0]
}

async function wantedOf(client: pg.ClientBase, searching: Searching): Promise<WantedAssignment> {
  const { snapshot_id, dynamic_information, workflow_creator, workflow_id } = searching
  return {
    snapshot_id,
    dynamic_information,
    assignment: {
      ...ReviewerAssignment.parse(searching.reviewer_assignment ?? {}),
      creator: workflow_creator ?? undefined,
    },
    preventsSelfReview: await preventsSelfReview(client, workflow_id),
  }
}

async function insertRows(
  client: pg.ClientBase,
  number: number,
  { rows }: PlannedAssignment,
): Promise<number> {
  const { text, parameters } = rows(
    'row_key, source, destination, waypoint, raw_permissions, effective_permissions',
  )
  const { rowCount } = await client.query(
    `INSERT INTO result (certification, result_id, source, destination, waypoint, raw_permissions,
       effective_permissions, reviewers, why_unassigned)
     SELECT $${parameters.length + 1}, row_number() OVER (ORDER BY source->>'type' COLLATE "C", source->>'name' COLLATE "C",
         destination->>'name' COLLATE "C", row_key) - 1,
       source, destination, waypoint, raw_permissions, effective_permissions, people,
       CASE WHEN people = '[]' THEN ARRAY(SELECT DISTINCT one->>'why' FROM jsonb_array_elements(passed_over) AS one
         ORDER BY 1) END
     FROM (${text}) AS planned`,
    [...parameters, number],
  )
  return rowCount ?? 0
}

function reasonOf({ snapshot_id, dynamic_information }: Searching): string {
  return snapshot_id !== null && dynamic_information ? noneListed : noRows
}

async function fail(
  client: pg.ClientBase,
  number: number,
  { reason, at }: { readonly reason: string; readonly at: string },
): Promise<void> {
  await client.query(
    `UPDATE certification SET error_reason = $2, query_completed_at = $3, updated_at = $3,
       rules_version = rules_version + 1 WHERE number = $1`,
    [number, reason, at],
  )
}

async function begin(
  client: pg.ClientBase,
  number: number,
  { imported_at }: Searching,
  { total, at }: { readonly total: number; readonly at: string },
): Promise<void> {
  await client.query(
    `INSERT INTO result_reviewer (certification, result_id, user_type, user_id)
     SELECT certification, result_id, person->>'user_type', person->>'id'
     FROM result, jsonb_array_elements(reviewers) AS person WHERE certification = $1`,
    [number],
  )
  const { rowCount: entries } = await client.query(
    `INSERT INTO result_log (certification, seq, result_id, version, action, actor, via, at, detail)
     SELECT certification, row_number() OVER (ORDER BY result_id), result_id, 1, 'REVIEWER_ASSIGNED', $2, 'job',
       instant_text(instant_ns($3) + row_number() OVER (ORDER BY result_id) - 1),
       jsonb_build_object('reviewer_detail',
         jsonb_build_object('old_reviewers', '[]'::jsonb, 'new_reviewers', reviewers))
     FROM result WHERE certification = $1 AND reviewers <> '[]'`,
    [number, JSON.stringify(systemUser), at],
  )
  await client.query(
    `UPDATE certification SET state = 'CERT_STATE_IN_PROGRESS', query_completed_at = $2, updated_at = $2,
       snapshot_time = $3, total_result_count = $4, log_seq = $5,
       log_time = instant_text(instant_ns($2) + greatest($5::bigint - 1, 0)), rules_version = rules_version + 1
     WHERE number = $1`,
    [number, at, imported_at, total, entries ?? 0],
  )
  await client.query('SELECT note_attributes($1)', [number])
  await client.query(`INSERT INTO outbox_event (certification, kind) VALUES ($1, 'certification_started')`, [
    number,
  ])
}
