import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { WorkflowUser } from '#contract/people.ts'
import { readDirectory } from './directory.ts'

/** A workflow that access is imported for, and whose certifications are made at this machine. */
export type LocalWorkflow = { readonly workflow_id: string; readonly creator: WorkflowUser }

/** Whoever sits at this machine (migration 0002). */
const local = { user_type: 'localCookieUser', id: 'local' }

/** Who makes what an import makes. */
export async function localCreator(client: pg.ClientBase): Promise<WorkflowUser> {
  const { rows: people } = await client.query<WorkflowUser>(
    'SELECT user_type, id, email, name FROM person WHERE user_type = $1 AND id = $2',
    [local.user_type, local.id],
  )
  return people[0] ?? { ...local, email: '', name: '' }
}

/** The workflow of a name, made when there is none. Takes a client with a transaction open. */
export async function workflowNamed(client: pg.ClientBase, name: string, now: Date): Promise<LocalWorkflow> {
  const creator = await localCreator(client)
  await client.query(
    `INSERT INTO workflow (workflow_id, name, creator, owner, created_at) VALUES ($1, $2, $3, $3, $4)
     ON CONFLICT (name) DO NOTHING`,
    [randomUUID(), name, JSON.stringify(creator), now.toISOString()],
  )
  const { rows } = await client.query<{ workflow_id: string }>(
    'SELECT workflow_id FROM workflow WHERE name = $1',
    [name],
  )
  const [workflow] = rows
  if (!workflow) throw new Error('a workflow was not inserted')
  return { workflow_id: workflow.workflow_id, creator }
}

/** People by mail address or id; undefined in the place of one who is unknown or on the deny list. */
export async function findReviewers(
  client: pg.ClientBase,
  references: readonly string[],
): Promise<(WorkflowUser | undefined)[]> {
  const directory = await readDirectory(client, references, [])
  return references.map((reference) => {
    const found = directory.find(reference)
    return found && !directory.isDenied(found) ? found : undefined
  })
}
