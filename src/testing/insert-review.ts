import type { CertificationRow } from '#server/store/database/review-schema.ts'
import type { ReviewSettings, SettingLeaf } from '#contract/reviews/review-settings.ts'
import { aNode, aRow, aUser, type GivenRow, insertCertification, insertWorkflow } from './review-data.ts'
import type { TestServer } from './start-server.ts'

let made = 0

type Given = Partial<CertificationRow> & {
  /** Review settings of its workflow. */
  readonly settings?: { readonly [L in SettingLeaf]?: Partial<ReviewSettings[L]> }
}

/** Rows of these people, each undecided and to be reviewed by `aUser('ana')` unless given. */
export function rowsOf(names: readonly string[], given: Partial<GivenRow> = {}): readonly GivenRow[] {
  return names.map((name) => aRow({ source: aNode('OktaUser', name), reviewers: [aUser('ana')], ...given }))
}

/** Puts a review with a workflow of its own into the database of `server`, and returns its id; it is in progress unless given. */
export async function insertReview(
  { database }: TestServer,
  rows: readonly GivenRow[],
  { settings = {}, ...given }: Given = {},
): Promise<string> {
  const { db } = database.store
  made += 1
  const workflow_id = `workflow-${made}`
  await insertWorkflow(db, { workflow_id, name: `Workflow ${made}` })
  const values = Object.entries(settings).map(([leaf, value]) => ({ leaf, workflow_id, value }))
  if (values.length > 0) await db.insertInto('review_setting').values(values).execute()
  const certification_id = `review-${made}`
  await insertCertification(db, { certification_id, workflow_id, ...given }, rows)
  return certification_id
}
