import { copyAccessRows, rowKeyOf } from '#server/store/reviews/access/access-rows.ts'
import type { CertificationRow } from '#server/store/database/review-schema.ts'
import { gatherRows } from '#server/store/reviews/certifications/gather-rows.ts'
import { type Access, earlierRow, laterAccess, nodesOf } from './last-time-oracle.ts'
import { insertCertification, insertWorkflow } from './review-data.ts'
import type { TestDatabase } from './test-database.ts'

type Given = {
  readonly workflow_id: string
  /** Of the later one. */
  readonly later?: Partial<CertificationRow>
  readonly earlier?: Partial<CertificationRow>
  /** Who reviews which rows of the later one, by their emails. */
  readonly reviewers?: (access: Access) => readonly string[]
}

/**
 * Puts a review that is completed into a database, and gathers the rows of one after it as the server does. Their ids are those of
 * their workflow, with `-before` and `-now`.
 */
export async function twoReviews(
  database: TestDatabase,
  rows: readonly Access[],
  { workflow_id, later = {}, earlier = {}, reviewers = () => ['ana@example.com'] }: Given,
): Promise<{ readonly before: string; readonly now: string }> {
  const { db } = database.store
  const ids = { before: `${workflow_id}-before`, now: `${workflow_id}-now` }
  await insertWorkflow(db, { workflow_id })
  const completed = { state: 'CERT_STATE_COMPLETED', completed_at: '2026-07-20T09:00:00Z' }
  await insertCertification(
    db,
    { certification_id: ids.before, workflow_id, name: 'Q3', ...completed, ...earlier },
    rows.filter(({ before }) => before).map(earlierRow),
  )
  await gatherNow(database, rows, { workflow_id, later: { certification_id: ids.now, ...later }, reviewers })
  return ids
}

/** Imports access for a workflow that is there, and gathers the rows of a review of it. */
export async function gatherNow(
  database: TestDatabase,
  rows: readonly Access[],
  { workflow_id, later, reviewers = () => ['ana@example.com'] }: Given,
): Promise<void> {
  const { db, database: databases } = database.store
  const { snapshot_id } = await db
    .insertInto('snapshot')
    .values({ workflow_id, import_id: null, imported_at: '2026-10-01T00:00:00Z', rows: 0, complete: true })
    .returning('snapshot_id')
    .executeTakeFirstOrThrow()
  const client = await databases.openClient('countersign test')
  const access = rows
    .filter(({ now }) => now)
    .map((row) => {
      const { source, destination, waypoint } = nodesOf(row)
      return laterAccess(row, rowKeyOf(source, destination, waypoint), reviewers(row))
    })
  await copyAccessRows(client, snapshot_id, access)
  await client.end()
  const searching = { state: 'CERT_STATE_SEARCHING', snapshot_id, reviewer_assignment: {} }
  const certification_id = `${workflow_id}-now`
  const number = await insertCertification(db, { certification_id, workflow_id, ...searching, ...later }, [])
  await gatherRows(databases, number, () => new Date('2026-10-01T09:00:00Z'))
}
