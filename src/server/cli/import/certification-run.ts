import type pg from 'pg'
import { CertificationInput } from '#contract/certification.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { finishImport, startImport } from '../../store/imports.ts'
import type { Store } from '../../store/open.ts'
import type { AccessRowInput } from '../../store/reviews/access-rows.ts'
import { createCertification } from '../../store/reviews/create-certification.ts'
import { removeDemoReviews, reviewState } from '../../store/reviews/demo-reviews.ts'
import { gatherRows } from '../../store/reviews/gather-rows.ts'
import { createSnapshot, type Snapshot } from '../../store/reviews/load-access.ts'
import { findReviewers, type LocalWorkflow, workflowNamed } from '../../store/reviews/local-workflow.ts'
import type { SnapshotSummary } from '../../store/reviews/snapshot-summary.ts'
import { inTransaction } from '../../store/transaction.ts'
import { NotStarted, say } from '../command.ts'
import { demoPeople } from '../demo/reviews/people.ts'
import { readWhileLoading } from '../read-while-loading.ts'
import { accessRows } from './access-kind.ts'
import type { CertificationOptions } from './options.ts'
import { number } from './progress.ts'
import { ResultFile } from './result-file.ts'
import { type Load, runImport, type Summary } from './run-import.ts'
import { settleSnapshot } from './settle-snapshot.ts'

/** What became of the rows. `repeated` means that this very import was made before, and nothing is new. */
export type CertificationMade = Pick<
  SnapshotSummary,
  'rows' | 'merged' | 'differing' | 'unknownReviewers'
> & {
  readonly certification_id: string
  /** Where the lines that differ are listed. */
  readonly report: string
  readonly repeated: boolean
}

/**
 * Imports (or only checks) rows of access as a new snapshot of a workflow, and makes a certification of it; see
 * `runImport`. Lines with the same entities are one row. What an earlier run left unfinished goes.
 */
export function importCertification(
  options: CertificationOptions,
  signal: AbortSignal,
  open: () => Promise<Store>,
): Promise<Summary<CertificationMade>> {
  const report = new ResultFile(options.report, { what: 'the report', option: '--report' })
  const load: Load<AccessRowInput, CertificationMade> = async (store, client, file) => {
    await report.prepare(options.file)
    const { workflow, reviewers } = await prepare(store, client, options)
    const importId = await startImport(store.db, {
      fileName: file.fileName,
      demo: false,
      kind: 'certification',
    })
    const snapshot = await createSnapshot(client)
    await readWhileLoading(file.batches, (batch) => snapshot.load(batch))
    await report.clear()
    const summary = await settleSnapshot(snapshot, file.reject, report)
    await report.close()
    const counts = file.counts()
    const before = await earlier(client, workflow, counts.sha256, options.name)
    if (!before)
      return await make(store, { options, workflow, reviewers, importId, snapshot, summary }, (db) =>
        finishImport(db, importId, counts),
      )
    await snapshot.drop()
    await finishImport(store.db, importId, counts)
    // Whoever made it may have been killed before its rows were in.
    await gatherRows(store.database, before.number, () => new Date())
    return { ...summary, report: options.report, certification_id: before.certification_id, repeated: true }
  }
  return runImport(accessRows, options, signal, { open, load })
}

type Prepared = { readonly workflow: LocalWorkflow; readonly reviewers: readonly WorkflowUser[] }

/** All in one transaction: whoever is told that nothing was started still has the demonstration. */
async function prepare(store: Store, client: pg.Client, options: CertificationOptions): Promise<Prepared> {
  const { demo, imported } = await reviewState(store.db)
  if (demo && !imported && options.demoRows === undefined)
    throw new NotStarted(
      'This database holds reviews of the demonstration. Say --replace-demo to delete them, or --keep-demo to keep them among the real ones.',
    )
  return await inTransaction(client, async () => {
    const gone = demo && options.demoRows === 'replace' ? await removeDemoReviews(client, demoPeople) : 0
    const reviewers = await findReviewers(client, options.reviewers)
    const unknown = reviewers.findIndex((person) => person === undefined)
    if (unknown !== -1)
      throw new NotStarted(
        `--reviewer number ${unknown + 1} is nobody that this server knows, or is on the reviewer deny list.`,
      )
    const workflow = await workflowNamed(client, options.workflow, new Date())
    if (gone > 0) say(`${number(gone)} certifications of the demonstration deleted.`)
    return { workflow, reviewers: reviewers.filter((person) => person !== undefined) }
  })
}

type Making = Prepared & {
  readonly options: CertificationOptions
  readonly importId: string
  readonly snapshot: Snapshot
  readonly summary: SnapshotSummary
}

/** The snapshot is complete, and the import on record, from the moment on that there is a certification of it. */
async function make(
  store: Store,
  { options, workflow, reviewers, importId, snapshot, summary }: Making,
  finish: (db: Store['db']) => Promise<void>,
): Promise<CertificationMade> {
  const { managers, owners, rows } = summary
  const input = CertificationInput.parse({
    workflow_id: workflow.workflow_id,
    data_source: 2,
    snapshot_id: snapshot.snapshot_id,
    name: options.name,
    due_date: options.due,
    publish: !options.draft,
    reviewer_assignment: { users_manager: managers, resource_managers: owners, reviewers },
  })
  const now = new Date()
  const made = await store.db.transaction().execute(async (transaction) => {
    await snapshot.complete(
      transaction,
      { workflow_id: workflow.workflow_id, import_id: importId, rows },
      now,
    )
    await finish(transaction)
    return await createCertification(transaction, workflow.creator, input, now)
  })
  await gatherRows(store.database, made.number, () => new Date())
  return { ...summary, report: options.report, certification_id: made.certification_id, repeated: false }
}

type Made = { readonly certification_id: string; readonly number: number }

/** The certification that was made of a file with the same bytes, for the same workflow and under the same name. */
async function earlier(
  client: pg.Client,
  { workflow_id }: LocalWorkflow,
  sha256: string,
  name: string,
): Promise<Made | undefined> {
  const { rows } = await client.query<Made>(
    `SELECT certification_id, certification.number FROM import_run AS run JOIN snapshot ON snapshot.import_id = run.id
     JOIN certification USING (snapshot_id)
     WHERE run.kind = 'certification' AND run.sha256 = $1 AND certification.workflow_id = $2 AND certification.name = $3
     ORDER BY certification.number LIMIT 1`,
    [sha256, workflow_id, name],
  )
  return rows[0]
}
