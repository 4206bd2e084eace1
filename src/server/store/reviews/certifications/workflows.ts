import { type Kysely, sql } from 'kysely'
import type { Snapshot } from '#contract/reviews/certification.ts'
import type { Actor } from '#contract/permissions.ts'
import { Workflow } from '#contract/reviews/workflow.ts'
import { notThere } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { visibleRows } from '../conditions/visible-rows.ts'

type Db = Kysely<Schema>

/** Reviewers know a workflow only by the rows they have under it. */
function seesWorkflows({ roles }: Actor): boolean {
  return roles.some((role) => role === 'admin' || role === 'operator' || role === 'auditor')
}

/** All workflows by name; for a reviewer those that they see rows of, with nothing but id and name. */
export async function listWorkflows(db: Db, actor: Actor): Promise<readonly Workflow[]> {
  if (!seesWorkflows(actor)) return workflowsOfRows(db, actor)
  return await db
    .selectFrom('workflow')
    .select(['workflow_id', 'name', 'description', 'owner', 'notes', 'query', 'creator', 'created_at'])
    .orderBy('name')
    .execute()
}

async function workflowsOfRows(db: Db, actor: Actor): Promise<Workflow[]> {
  const { rows } = await sql<{ workflow_id: string; name: string }>`SELECT workflow_id, name FROM workflow
    WHERE EXISTS (SELECT FROM certification JOIN result ON result.certification = certification.number
      WHERE certification.workflow_id = workflow.workflow_id AND ${visibleRows(actor)})
    ORDER BY name`.execute(db)
  return rows.map((row) => Workflow.parse(row))
}

/** The imported access of a workflow that is complete, newest first. Throws `Refused` with NotFound. */
export async function listSnapshots(db: Db, actor: Actor, workflow_id: string): Promise<readonly Snapshot[]> {
  const workflow = await db
    .selectFrom('workflow')
    .select('workflow_id')
    .where('workflow_id', '=', workflow_id)
    .executeTakeFirst()
  if (!workflow || !seesWorkflows(actor)) throw notThere()
  return await db
    .selectFrom('snapshot')
    .select(['snapshot_id', 'workflow_id', 'imported_at', 'rows'])
    .where('workflow_id', '=', workflow_id)
    .where('complete', '=', true)
    .orderBy('snapshot_id', 'desc')
    .execute()
}
