import type pg from 'pg'
import { copyAccessRows } from '../../store/reviews/access/access-rows.ts'
import { removeDemoReviews } from '../../store/reviews/certifications/demo-reviews.ts'
import {
  addDemoPeople,
  addDemoWorkflow,
  addSnapshot,
  copySomeAccess,
  noteStatistics,
} from '../../store/reviews/demo/demo-data.ts'
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
  const size = sizes.find((candidate) => candidate.workflow === workflow)
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
    await addDemoPeople(client, demoPeople)
    for (const { workflow, before } of sizes) {
      const rows = rowsOf(workflow, wish)
      onStep?.({ what: `access of "${workflow.name}"`, rows })
      await addDemoWorkflow(client, {
        ...workflow,
        query: queryOf(workflow),
        created_at: at(wish.until, -400),
      })
      await insertAccess(client, { workflow, rows, before }, wish)
    }
    for (const certification of demoCertifications) {
      const { name, workflow } = certification
      onStep?.({ what: `review "${name}"`, rows: rowsOf(workflow, wish) })
      await runCertification(client, certification, wish)
    }
  })
  await noteStatistics(client)
}

type Size = { readonly workflow: DemoWorkflow; readonly rows: number; readonly before: number }

async function insertAccess(
  client: pg.ClientBase,
  { workflow, rows, before }: Size,
  wish: ReviewWish,
): Promise<void> {
  const previous = await addSnapshot(client, workflow.workflow_id, at(wish.until, -105))
  const current = await addSnapshot(client, workflow.workflow_id, at(wish.until, -25))
  const random = new Random(`${wish.seed} access ${workflow.name}`)
  await copyAccessRows(client, current, demoAccess(workflow, rows, random, wish.until - 25 * day))
  await copySomeAccess(client, { from: current, to: previous, in256: before })
}

function at(until: number, days: number): string {
  return new Date(until + days * day).toISOString()
}
