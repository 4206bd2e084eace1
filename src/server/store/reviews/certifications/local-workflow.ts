import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { WorkflowUser } from '#contract/people.ts'
import { readDirectory } from '../assignment/directory.ts'
import { isNobody, systemUser } from '../log/system-user.ts'

/** A workflow that access is imported for; `owner` is undefined where only admins run it. */
export type LocalWorkflow = { readonly workflow_id: string; readonly owner: WorkflowUser | undefined }

/** Who owns the workflow of a name; undefined where there is no such workflow, or nobody owns it. */
export async function ownerOf(client: pg.ClientBase, name: string): Promise<WorkflowUser | undefined> {
  return (await find(client, name))?.owner
}

/** A workflow of a name and the person who made it; undefined where there is no such workflow. */
export async function creatorOf(
  client: pg.ClientBase,
  name: string,
): Promise<{ readonly workflow_id: string; readonly creator: WorkflowUser | undefined } | undefined> {
  const { rows } = await client.query<{ workflow_id: string; creator: WorkflowUser | null }>(
    'SELECT workflow_id, creator FROM workflow WHERE name = $1',
    [name],
  )
  const [workflow] = rows
  const creator = workflow?.creator
  return workflow && { ...workflow, creator: creator && !isNobody(creator) ? creator : undefined }
}

/**
 * Finds a workflow by name, or makes it. `owner` becomes its owner and creator where it has none; without `owner` the
 * server is its creator. Needs an open transaction.
 */
export async function workflowNamed(
  client: pg.ClientBase,
  name: string,
  owner: WorkflowUser | undefined,
  now: Date,
): Promise<LocalWorkflow> {
  const [creator, owned] = [JSON.stringify(owner ?? systemUser), owner ? JSON.stringify(owner) : null]
  await client.query(
    `INSERT INTO workflow (workflow_id, name, creator, owner, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (name) DO NOTHING`,
    [randomUUID(), name, creator, owned, now.toISOString()],
  )
  const workflow = await find(client, name)
  if (!workflow) throw new Error('a workflow was not inserted')
  if (workflow.owner || !owner) return workflow
  await client.query('UPDATE workflow SET owner = $2, creator = $2 WHERE name = $1', [name, owned])
  return { ...workflow, owner }
}

async function find(client: pg.ClientBase, name: string): Promise<LocalWorkflow | undefined> {
  const { rows } = await client.query<{
    workflow_id: string
    owner: WorkflowUser | null
    creator: WorkflowUser | null
  }>('SELECT workflow_id, owner, creator FROM workflow WHERE name = $1', [name])
  const [workflow] = rows
  if (!workflow) return undefined
  const owner = [workflow.owner, workflow.creator].find((user) => user !== null && !isNobody(user))
  return { workflow_id: workflow.workflow_id, owner: owner ?? undefined }
}

/** The admins and operators with this mail address or id. */
export async function findOwners(client: pg.ClientBase, reference: string): Promise<readonly WorkflowUser[]> {
  const { rows } = await client.query<WorkflowUser>(
    `SELECT user_type, id, email, name FROM person
     WHERE (lower(email) = lower($1) OR id = $1) AND roles && '{admin,operator}' ORDER BY user_type, id`,
    [reference],
  )
  return rows
}

/** People by mail address or id; undefined in the place of one who is unknown or may be given no rows. */
export async function findReviewers(
  client: pg.ClientBase,
  references: readonly string[],
): Promise<(WorkflowUser | undefined)[]> {
  const directory = await readDirectory(client, references, [])
  return references.map((reference) => {
    const person = directory.find(reference)
    return person && !directory.problemOf(person) ? person : undefined
  })
}
