import type pg from 'pg'
import type { Store } from '../../../store/database/open.ts'
import type { AccessRowInput } from '../../../store/reviews/access/access-rows.ts'
import { expireDue } from './expire-due.ts'
import { gatherRows } from '../../../store/reviews/certifications/gather-rows.ts'
import {
  heldDraft,
  type ImportedCertification,
  importedBefore,
  publishHeld,
} from '../../../store/reviews/certifications/imported-drafts.ts'
import { createSnapshot, type Snapshot } from '../../../store/reviews/access/load-access.ts'
import { ownerOf } from '../../../store/reviews/certifications/local-workflow.ts'
import { unassignedOf } from '../../../store/reviews/certifications/standing.ts'
import type { SnapshotSummary } from '../../../store/reviews/access/snapshot-summary.ts'
import { systemUser } from '../../../store/reviews/log/system-user.ts'
import { messageOf, NotStarted, say } from '../../command.ts'
import { readWhileLoading } from '../../../store/database/read-while-loading.ts'
import { accessRows } from './access-kind.ts'
import { type CertificationMade, lettingGo } from './certification-made.ts'
import {
  checkWishes,
  foresee,
  giveOwner,
  makeCertification,
  ownerFor,
  replacedNow,
  reviewersOf,
} from './make-certification.ts'
import type { CertificationOptions } from '../options.ts'
import { wouldPublish, whyNotAgain } from './refuse-again.ts'
import { ResultFile } from '../file/result-file.ts'
import { type FileRows, type ImportInto, type Load, runImport, type Summary } from '../run-import.ts'
import { settleSnapshot } from './settle-snapshot.ts'
import { type AssignmentTold, tellAssignment } from './unassigned-rows.ts'

/**
 * Imports (or only checks) rows of access as a new snapshot of a workflow, and makes a certification of it; see
 * `runImport`. Lines with the same entities are one row. An import that does not come to its end makes nothing; what
 * one that was killed left behind goes with the next.
 */
export function importCertification(
  options: CertificationOptions,
  signal: AbortSignal,
  { open, announce }: ImportInto,
): Promise<Summary<CertificationMade>> {
  const load: Load<AccessRowInput, CertificationMade> = async (store, client, file) => {
    const report = new ResultFile(options.report)
    await checkWishes(store, client, options)
    await announce?.(store, options.dryRun)
    const snapshot = await createSnapshot(client, options.dryRun)
    try {
      await readWhileLoading(file.batches, (batch) => snapshot.load(batch))
      report.begin()
      const summary = await settleSnapshot(snapshot, file, report)
      const counts = file.counts()
      const settled = { store, client, file, counts, options, snapshot, summary, report }
      const before = await madeBefore(settled)
      const assignment = await foresee(client, options, async () => {
        const reviewers = await reviewersOf(client, options)
        const owner = await ownerFor(client, options)
        const { workflow } = options
        return await tellAssignment(client, { snapshot, summary, workflow, reviewers, owner }, report)
      })
      await report.close()
      return before ? await again(settled, before) : await conclude({ ...settled, assignment })
    } catch (error) {
      await drop(snapshot)
      if (!(await report.keepEarlier())) await report.close()
      throw error
    }
  }
  const afterBreak = () => 'Nothing was made of it.'
  return runImport(accessRows, options, signal, { open, load, afterBreak })
}

type Settled = {
  readonly store: Store
  readonly client: pg.Client
  readonly file: FileRows<AccessRowInput>
  readonly counts: ReturnType<FileRows<AccessRowInput>['counts']>
  readonly options: CertificationOptions
  readonly snapshot: Snapshot
  readonly summary: SnapshotSummary
  readonly report: ResultFile
}

/**
 * What was made of this file before under this name, unless it is to be replaced. Throws NotStarted, and leaves the files
 * of that import as they were, where importing it again would drop something that is said or found now.
 */
async function madeBefore(settled: Settled): Promise<ImportedCertification | undefined> {
  const { store, file, options } = settled
  const { sha256, rejected } = settled.counts
  const before = await importedBefore(store.db, options, sha256)
  if (!before || before.certification_id === options.replaces) return undefined
  const refusal = await whyNotAgain({ ...settled, rejected }, before)
  if (refusal === undefined) return before
  await file.keepEarlierRejects()
  throw new NotStarted(refusal)
}

/** Makes a certification of a file of which all is loaded, unless it must not be made. */
async function conclude(
  loaded: Settled & { readonly assignment: AssignmentTold },
): Promise<CertificationMade> {
  const { store, client, file, counts, options, snapshot, summary, assignment, report } = loaded
  if (summary.rows === 0)
    throw new NotStarted('No line of the file can be taken as a row of access, and nothing was made.')
  const standing = await heldDraft(store.db, options)
  if (standing !== undefined && standing !== options.replaces) throw new NotStarted(standsInTheWay(standing))
  const replaced = await replacedNow(store, options)
  const held = counts.rejected > 0 && !options.acceptRejects
  const heldUnassigned = assignment.unassigned > 0 && !options.allowUnassigned
  const about = { ...counts, fileName: file.fileName }
  const making = { options, snapshot, summary, file: about, held, heldUnassigned }
  const certification_id = options.dryRun ? undefined : await makeCertification(store, client, making)
  return {
    ...summary,
    ...(await wishesTold(client, options, report)),
    certification_id,
    repeated: undefined,
    held,
    heldUnassigned,
    publishedBy: lettingGo({ held, heldUnassigned }),
    assignment,
    replaced: options.replaces,
    keptDue: options.due === undefined ? (replaced?.due_date ?? undefined) : undefined,
  }
}

/** For a file that was imported before under this name: what was made then is completed, or published, where it is not. */
async function again(
  { store, client, options, snapshot, summary, report }: Settled,
  before: ImportedCertification,
): Promise<CertificationMade> {
  const { certification_id, number, held, heldUnassigned } = before
  await snapshot.drop()
  const publishes = wouldPublish(options, before)
  const givesOwner = options.owner !== undefined && !(await ownerOf(client, options.workflow))
  if (!options.dryRun) {
    // Whoever made it may have been killed before its rows were in.
    await expireDue(store)
    await gatherRows(store.database, number, () => new Date())
    await giveOwner(client, options)
    if (publishes) await publishHeld(store.db, number, systemUser, new Date())
  }
  return {
    ...summary,
    ...(await wishesTold(client, options, report)),
    // Whom the directory lacks now says nothing of whom it lacked then.
    unknownReviewers: 0,
    certification_id,
    repeated: { publishes, givesOwner },
    held: held && !options.acceptRejects,
    heldUnassigned: heldUnassigned && !options.allowUnassigned,
    publishedBy: lettingGo(before),
    // As its rows stand, not as the file would be assigned now.
    assignment: { ...(await unassignedOf(store.db, number)), passedOver: new Map() },
    replaced: undefined,
    keptDue: undefined,
  }
}

async function wishesTold(client: pg.Client, options: CertificationOptions, report: ResultFile) {
  const { workflow, name, draft, owner } = options
  const owned = owner !== undefined || (await ownerOf(client, workflow)) !== undefined
  return { workflow, name, draft, report: report.place, owned }
}

function standsInTheWay(certification_id: string): string {
  return `The draft ${certification_id} of that name still stands: lines of its file were rejected. Say --replaces ${certification_id} to put this file in its place, or another --name to make one beside it. Nothing was made.`
}

async function drop(snapshot: Snapshot): Promise<void> {
  try {
    await snapshot.drop()
  } catch (error) {
    say(`What was loaded could not be deleted (${messageOf(error)}); the next import deletes it.`)
  }
}
