import type pg from 'pg'
import { createRows } from '../../store/reviews/certifications/create-rows.ts'
import { logTime } from '../../store/reviews/log/log-time.ts'
import type { DemoCertification } from './certifications.ts'
import { playCertification } from './play-certification.ts'
import { queryOf } from './workflows.ts'

/** How many rows the largest certification has, from which seed, up to which moment (milliseconds since 1970). */
export type ReviewWish = { readonly rows: number; readonly seed: string; readonly until: number }

const day = 24 * 3600 * 1000
const timedOut =
  'The query ran for longer than 30 minutes and was given up: narrow the conditions on the source.'

/** Puts one certification of the demonstration in, its rows made by the job that makes all, and brings it to its state. */
export async function runCertification(
  client: pg.ClientBase,
  given: DemoCertification,
  wish: ReviewWish,
): Promise<void> {
  const moment = (days: number) => new Date(wish.until + Math.round(days * day))
  const number = await insert(client, given, moment)
  if (given.kind === 'searching' || given.kind === 'failed') return
  const started = moment(given.created).getTime() + 40_000
  await createRows(client, number, logTime(new Date(started)))
  if (given.progress) {
    const to = moment(given.completed ?? Math.min(given.due, 0)).getTime() - 60_000
    await playCertification(
      client,
      number,
      { ...given.progress, from: started + 60_000, to },
      `${wish.seed} play ${given.certification_id}`,
    )
  }
  await finish(client, number, given, moment)
  // Nobody is to get a mail about what was made up.
  await client.query('DELETE FROM outbox_event WHERE certification = $1', [number])
}

type Moment = (days: number) => Date

async function insert(client: pg.ClientBase, given: DemoCertification, moment: Moment): Promise<number> {
  const snapshot = given.kind === 'searching' ? undefined : await snapshotOf(client, given)
  const { creator, workflow, kind } = given
  const created = moment(given.created).toISOString()
  const due = moment(given.due)
  const row = {
    certification_id: given.certification_id,
    workflow_id: workflow.workflow_id,
    snapshot_id: snapshot,
    query_used: { ...queryOf(workflow), ...(snapshot !== undefined && { snapshot_id: snapshot }) },
    name: given.name,
    notes: given.notes,
    due_date: due.toISOString(),
    due_ns: `${due.getTime()}000000`,
    published: kind !== 'draft',
    reviewer_assignment: {
      users_manager: true,
      resource_managers: kind === 'completed',
      reviewers: [],
      fallback_reviewers: [creator],
    },
    started_at: created,
    error_reason: kind === 'failed' ? timedOut : '',
    creator,
    creator_type: creator.user_type,
    creator_id: creator.id,
    created_at: created,
    updated_at: created,
    updated_by: creator,
    demo: true,
  }
  const names = Object.keys(row).join(', ')
  const { rows } = await client.query<{ number: number }>(
    `INSERT INTO certification (${names}) SELECT ${names} FROM jsonb_populate_record(null::certification, $1)
     RETURNING number`,
    [JSON.stringify(row)],
  )
  const [inserted] = rows
  if (!inserted) throw new Error('a certification was not inserted')
  return inserted.number
}

async function snapshotOf(
  client: pg.ClientBase,
  { workflow, previous }: DemoCertification,
): Promise<string | undefined> {
  const { rows } = await client.query<{ snapshot_id: string }>(
    `SELECT snapshot_id FROM snapshot WHERE workflow_id = $1 ORDER BY snapshot_id ${previous ? 'ASC' : 'DESC'} LIMIT 1`,
    [workflow.workflow_id],
  )
  return rows[0]?.snapshot_id
}

async function finish(
  client: pg.ClientBase,
  number: number,
  { kind, completed, due, creator }: DemoCertification,
  moment: Moment,
): Promise<void> {
  if (kind === 'expired')
    await client.query('UPDATE certification SET expired_at = $2, updated_at = $2 WHERE number = $1', [
      number,
      moment(due).toISOString(),
    ])
  if (completed !== undefined)
    await client.query(
      `UPDATE certification SET state = 'CERT_STATE_COMPLETED', completed_at = $2, completed_by = $3,
         updated_at = $2, updated_by = $3 WHERE number = $1`,
      [number, moment(completed).toISOString(), JSON.stringify(creator)],
    )
}
