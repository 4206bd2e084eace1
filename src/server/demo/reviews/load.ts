import type pg from 'pg'
import { copyAccessRows } from '../../store/reviews/access/access-rows.ts'
import { removeDemoReviews } from '../../store/reviews/certifications/demo-reviews.ts'
import { inTransaction } from '../../store/database/transaction.ts'
import { Random } from '../random.ts'
import { demoAccess } from './access.ts'
import { demoCertifications } from './certifications.ts'
import { demoPeople } from './people.ts'
import { type ReviewWish, runCertification } from './run-certification.ts'
import { type DemoWorkflow, demoWorkflows, queryOf } from './workflows.ts'

const day = 24 * 3600 * 1000
const { salesforce, snowflake, aws, github, googleCloud } = demoWorkflows
/** How many rows each workflow finds, and how many in 256 of them stood there a quarter ago. */
const sizes = [
  { workflow: salesforce, rows: 50_000, before: 26 },
  { workflow: snowflake, rows: 1200, before: 220 },
  { workflow: aws, rows: 600, before: 200 },
  { workflow: github, rows: 250, before: 230 },
  { workflow: googleCloud, rows: 400, before: 210 },
] as const

/** What is being loaded, and of how many rows. */
type ReviewStep = { readonly what: string; readonly rows: number }

/** How many rows `loadDemoReviews` makes, those of access and those of certifications, about. */
export function rowsOfReviews(wish: ReviewWish): number {
  const access = sizes.map(({ workflow }) => rowsOf(workflow, wish))
  const certifications = demoCertifications.map(({ workflow }) => rowsOf(workflow, wish))
  return [...access, ...certifications].reduce((sum, rows) => sum + rows, 0)
}

function rowsOf(workflow: DemoWorkflow, wish: ReviewWish): number {
  const size = sizes.find((one) => one.workflow === workflow)
  return workflow === salesforce ? wish.rows : Math.min(size?.rows ?? 0, wish.rows)
}

/**
 * Loads the people, workflows and certifications of the demonstration in place of those of an earlier one, in one
 * transaction. The same wish gives the same rows. `client` has no time limits. `onStep` is told of each part before it is
 * made; their rows add up to `rowsOfReviews`.
 */
export async function loadDemoReviews(
  client: pg.ClientBase,
  wish: ReviewWish,
  onStep?: (step: ReviewStep) => void,
): Promise<void> {
  await inTransaction(client, async () => {
    await removeDemoReviews(client, demoPeople)
    await insertPeople(client)
    for (const { workflow, before } of sizes) {
      const rows = rowsOf(workflow, wish)
      onStep?.({ what: `access of "${workflow.name}"`, rows })
      await insertWorkflow(client, workflow, wish.until)
      await insertAccess(client, { workflow, rows, before }, wish)
    }
    for (const certification of demoCertifications) {
      const { name, workflow } = certification
      onStep?.({ what: `review "${name}"`, rows: rowsOf(workflow, wish) })
      await runCertification(client, certification, wish)
    }
  })
  await client.query('ANALYZE access_row, certification, result, result_reviewer, result_log, person')
}

async function insertPeople(client: pg.ClientBase): Promise<void> {
  const people = demoPeople.map(({ manager, ...person }) => ({
    ...person,
    manager_type: manager?.user_type,
    manager_id: manager?.id,
    demo: person.about !== '',
  }))
  await client.query(
    `INSERT INTO person (user_type, id, email, name, roles, manager_type, manager_id, demo, about)
     SELECT user_type, id, email, name, roles, manager_type, manager_id, demo, about
     FROM jsonb_populate_recordset(null::person, $1) ON CONFLICT DO NOTHING`,
    [JSON.stringify(people)],
  )
}

async function insertWorkflow(client: pg.ClientBase, workflow: DemoWorkflow, until: number): Promise<void> {
  const { workflow_id, name, description, notes, owner } = workflow
  await client.query(
    `INSERT INTO workflow (workflow_id, name, description, owner, notes, query, creator, demo, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $4, true, $7)`,
    [
      workflow_id,
      name,
      description,
      JSON.stringify(owner),
      notes,
      JSON.stringify(queryOf(workflow)),
      at(until, -400),
    ],
  )
}

type Size = { readonly workflow: DemoWorkflow; readonly rows: number; readonly before: number }

async function insertAccess(
  client: pg.ClientBase,
  { workflow, rows, before }: Size,
  wish: ReviewWish,
): Promise<void> {
  const previous = await insertSnapshot(client, workflow, at(wish.until, -105))
  const current = await insertSnapshot(client, workflow, at(wish.until, -25))
  const random = new Random(`${wish.seed} access ${workflow.name}`)
  await copyAccessRows(client, current, demoAccess(workflow, rows, random, wish.until - 25 * day))
  await client.query(
    `INSERT INTO access_row SELECT $2, row_key, source, destination, waypoint, raw_permissions,
       effective_permissions, source_managers, destination_owners, reviewers
     FROM access_row WHERE snapshot_id = $1 AND get_byte(row_key, 0) < $3`,
    [current, previous, before],
  )
  await client.query(
    `UPDATE snapshot SET rows = (SELECT count(*) FROM access_row AS a WHERE a.snapshot_id = snapshot.snapshot_id)
     WHERE snapshot_id IN ($1, $2)`,
    [current, previous],
  )
  await client.query('ANALYZE access_row')
}

async function insertSnapshot(
  client: pg.ClientBase,
  { workflow_id }: DemoWorkflow,
  time: string,
): Promise<string> {
  const { rows } = await client.query<{ snapshot_id: string }>(
    `INSERT INTO snapshot (workflow_id, imported_at, complete) VALUES ($1, $2, true) RETURNING snapshot_id`,
    [workflow_id, time],
  )
  const [snapshot] = rows
  if (!snapshot) throw new Error('a snapshot was not inserted')
  return snapshot.snapshot_id
}

function at(until: number, days: number): string {
  return new Date(until + days * day).toISOString()
}
