import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { CertificationInput } from '#contract/reviews/certification.ts'
import type { WorkflowUser } from '#contract/people.ts'
import type { ReviewerAssignment } from '#contract/reviews/workflow.ts'
import { invalid } from '../../../refused.ts'
import type { CertificationPlan, OpenCertifications } from '../../../reviews/certification-store.ts'
import type { CertificationRow } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import { resolveWanted } from '../people/resolve-people.ts'

type Db = Kysely<Schema>
type Created = { readonly certification_id: string; readonly number: number }

/** Looks up what an input names. Throws `Refused` InvalidArgument for an unknown workflow, snapshot or reviewer. */
export async function planCertification(db: Db, input: CertificationInput): Promise<CertificationPlan> {
  const { query, creator } = await workflowOf(db, input.workflow_id)
  return {
    input,
    query,
    workflow_creator: creator,
    snapshot_id: await snapshotFor(db, input),
    assignment: await assignmentOf(db, input.reviewer_assignment),
  }
}

/**
 * Stores a certification that is searching (veza-api B.4); its rows are brought in by `gatherRows`. `creator` is who
 * asked for it.
 */
export async function addCertification(
  db: Db,
  { input, query, snapshot_id, assignment }: CertificationPlan,
  { creator, due, now }: Parameters<OpenCertifications['addCertification']>[1],
): Promise<Created> {
  const created = now.toISOString()
  const certification_id = randomUUID()
  const number = await insert(db, {
    certification_id,
    workflow_id: input.workflow_id,
    snapshot_id,
    query_used: { ...query, ...(snapshot_id !== null && { snapshot_id }) },
    name: input.name,
    notes: input.notes,
    ...due,
    published: input.publish,
    reviewer_assignment: assignment,
    dynamic_information: input.dynamic_information ?? null,
    reviewers: assignment.reviewers,
    started_at: created,
    creator,
    creator_type: creator.user_type,
    creator_id: creator.id,
    created_at: created,
    updated_at: created,
    updated_by: creator,
  })
  return { certification_id, number }
}

/** The other columns keep the defaults of the table: searching, nothing counted. */
async function insert(db: Db, row: Partial<CertificationRow>): Promise<number> {
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)))
  const { rows } = await sql<{ number: number }>`INSERT INTO certification (${columns})
    SELECT ${columns} FROM jsonb_populate_record(null::certification, ${JSON.stringify(row)}::jsonb)
    RETURNING number`.execute(db)
  const [inserted] = rows
  if (!inserted) throw new Error('a certification was not inserted')
  return inserted.number
}

async function workflowOf(
  db: Db,
  workflow_id: string,
): Promise<{ readonly query: Readonly<Record<string, unknown>>; readonly creator: WorkflowUser | null }> {
  const workflow = await db
    .selectFrom('workflow')
    .select(['query', 'creator'])
    .where('workflow_id', '=', workflow_id)
    .executeTakeFirst()
  if (!workflow) throw invalid('workflow_id', 'is not the id of a workflow')
  return workflow
}

/** The snapshot that was asked for, else the newest one; null when there is none, which the search then finds out. */
async function snapshotFor(
  db: Db,
  { workflow_id, data_source, snapshot_id }: CertificationInput,
): Promise<string | null> {
  const complete = db
    .selectFrom('snapshot')
    .select('snapshot_id')
    .where('workflow_id', '=', workflow_id)
    .where('complete', '=', true)
  if (data_source !== 2) {
    if (snapshot_id !== undefined) throw invalid('snapshot_id', 'is taken only with data_source 2')
    const newest = await complete.orderBy('snapshot_id', 'desc').limit(1).executeTakeFirst()
    return newest?.snapshot_id ?? null
  }
  if (snapshot_id === undefined) throw invalid('snapshot_id', 'is required with data_source 2')
  const wanted = String(snapshot_id)
  const snapshot = /^\d{1,18}$/.test(wanted)
    ? await complete.where('snapshot_id', '=', wanted).executeTakeFirst()
    : undefined
  if (!snapshot) throw invalid('snapshot_id', 'is not a complete snapshot of this workflow')
  return snapshot.snapshot_id
}

async function assignmentOf(
  db: Db,
  assignment: CertificationInput['reviewer_assignment'],
): Promise<ReviewerAssignment> {
  const people = (key: 'reviewers' | 'fallback_reviewers') =>
    resolveWanted(db, assignment?.[key] ?? [], `reviewer_assignment.${key}`)
  return {
    users_manager: assignment?.users_manager ?? false,
    resource_managers: assignment?.resource_managers ?? false,
    reviewers: await people('reviewers'),
    fallback_reviewers: await people('fallback_reviewers'),
  }
}
