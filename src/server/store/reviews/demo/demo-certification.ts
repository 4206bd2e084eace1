import type pg from 'pg'
import type { WorkflowUser } from '#contract/people.ts'
import type { ReviewerAssignment } from '#contract/reviews/workflow.ts'
import { nanoseconds } from '#std/instant.ts'
import type { CertificationRow } from '../../database/review-schema.ts'

type DemoCertification = Pick<
  CertificationRow,
  'certification_id' | 'workflow_id' | 'query_used' | 'name' | 'notes' | 'published' | 'error_reason'
> & {
  readonly snapshot_id: string | undefined
  readonly reviewer_assignment: ReviewerAssignment
  readonly due: Date
  readonly creator: WorkflowUser
  readonly created: Date
}

/** Stores a certification of the demonstration, which is searching. Returns its number. */
export async function addDemoCertification(
  client: pg.ClientBase,
  { due, creator, created, ...columns }: DemoCertification,
): Promise<number> {
  const at = created.toISOString()
  const row = {
    ...columns,
    due_date: due.toISOString(),
    due_ns: nanoseconds(due),
    started_at: at,
    creator,
    creator_type: creator.user_type,
    creator_id: creator.id,
    created_at: at,
    updated_at: at,
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

/** The oldest or the newest import of a workflow's access; undefined when there is none. */
export async function snapshotOf(
  client: pg.ClientBase,
  workflow_id: string,
  which: 'oldest' | 'newest',
): Promise<string | undefined> {
  const { rows } = await client.query<{ snapshot_id: string }>(
    `SELECT snapshot_id FROM snapshot WHERE workflow_id = $1
     ORDER BY snapshot_id ${which === 'oldest' ? 'ASC' : 'DESC'} LIMIT 1`,
    [workflow_id],
  )
  return rows[0]?.snapshot_id
}

/** Writes down when a certification of the demonstration expired. */
export async function expiredAt(client: pg.ClientBase, number: number, moment: Date): Promise<void> {
  await client.query('UPDATE certification SET expired_at = $2, updated_at = $2 WHERE number = $1', [
    number,
    moment.toISOString(),
  ])
}

/** Writes down when a certification of the demonstration was completed, and by whom. */
export async function completedAt(
  client: pg.ClientBase,
  number: number,
  moment: Date,
  by: WorkflowUser,
): Promise<void> {
  await client.query(
    `UPDATE certification SET state = 'CERT_STATE_COMPLETED', completed_at = $2, completed_by = $3,
       updated_at = $2, updated_by = $3 WHERE number = $1`,
    [number, moment.toISOString(), JSON.stringify(by)],
  )
}

/** Takes away the events of a certification, so that no other program hears of it. */
export async function forgetEvents(client: pg.ClientBase, number: number): Promise<void> {
  await client.query('DELETE FROM outbox_event WHERE certification = $1', [number])
}
