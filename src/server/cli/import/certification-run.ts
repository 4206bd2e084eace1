import type pg from 'pg'
import type { Store } from '../../store/open.ts'
import type { AccessRowInput } from '../../store/reviews/access-rows.ts'
import { isOver } from '../../store/reviews/due-date.ts'
import { gatherRows } from '../../store/reviews/gather-rows.ts'
import {
  heldDraft,
  type ImportedCertification,
  importedBefore,
  publishHeld,
} from '../../store/reviews/imported-drafts.ts'
import { createSnapshot, type Snapshot } from '../../store/reviews/load-access.ts'
import { ownerOf } from '../../store/reviews/local-workflow.ts'
import { unassignedOf } from '../../store/reviews/standing.ts'
import type { SnapshotSummary } from '../../store/reviews/snapshot-summary.ts'
import { systemUser } from '../../store/reviews/system-user.ts'
import { messageOf, NotStarted, say } from '../command.ts'
import { readWhileLoading } from '../read-while-loading.ts'
import { accessRows } from './access-kind.ts'
import {
  checkWishes,
  foresee,
  giveOwner,
  makeCertification,
  ownerFor,
  reviewersOf,
} from './make-certification.ts'
import type { CertificationOptions } from './options.ts'
import { ResultFile } from './result-file.ts'
import { type FileRows, type Load, runImport, type Summary } from './run-import.ts'
import { settleSnapshot } from './settle-snapshot.ts'
import { type AssignmentTold, tellAssignment } from './unassigned-rows.ts'

/** What became of the rows. */
export type CertificationMade = Pick<
  SnapshotSummary,
  'rows' | 'merged' | 'differing' | 'unknownReviewers'
> & {
  /** Undefined for a dry run that would make one. */
  readonly certification_id: string | undefined
  /** Where the lines that differ are listed. */
  readonly report: string
  /** Whether this very import was made before; then nothing is new, but for a draft that is now published. */
  readonly repeated: false | 'as it was' | 'published' | 'would be published'
  /** Whether it is a draft because lines were rejected. */
  readonly held: boolean
  /** Whether it is a draft because nobody reviews some of its rows. */
  readonly heldUnassigned: boolean
  readonly assignment: AssignmentTold
  /** The certification that this one took the place of. */
  readonly replaced: string | undefined
  readonly workflow: string
  /** Whether somebody owns its workflow. */
  readonly owned: boolean
}

/**
 * Imports (or only checks) rows of access as a new snapshot of a workflow, and makes a certification of it; see
 * `runImport`. Lines with the same entities are one row. An import that does not come to its end makes nothing; what
 * one that was killed left behind goes with the next.
 */
export function importCertification(
  options: CertificationOptions,
  signal: AbortSignal,
  open: () => Promise<Store>,
): Promise<Summary<CertificationMade>> {
  const load: Load<AccessRowInput, CertificationMade> = async (store, client, file) => {
    const report = new ResultFile(options.report, { what: 'the report', option: '--report' })
    await report.prepare(options.file)
    await checkWishes(store, client, options)
    const snapshot = await createSnapshot(client, options.dryRun)
    try {
      await readWhileLoading(file.batches, (batch) => snapshot.load(batch))
      await report.clear()
      const summary = await settleSnapshot(snapshot, file, report)
      const assignment = await foresee(client, options, async () => {
        const reviewers = await reviewersOf(client, options)
        const owner = await ownerFor(client, options)
        const { workflow } = options
        return await tellAssignment(client, { snapshot, summary, workflow, reviewers, owner }, report)
      })
      await report.close()
      return await conclude({ store, client, file, options, snapshot, summary, assignment })
    } catch (error) {
      await drop(snapshot)
      throw error
    }
  }
  const afterBreak = 'Nothing was made of it.'
  return runImport(accessRows, options, signal, { open, load, afterBreak })
}

type Loaded = {
  readonly store: Store
  readonly client: pg.Client
  readonly file: FileRows<AccessRowInput>
  readonly options: CertificationOptions
  readonly snapshot: Snapshot
  readonly summary: SnapshotSummary
  readonly assignment: AssignmentTold
}

/** Makes a certification of a file of which all is loaded, unless there is one or it must not be made. */
async function conclude(loaded: Loaded): Promise<CertificationMade> {
  const { store, client, file, options, snapshot, summary, assignment } = loaded
  if (summary.rows === 0)
    throw new NotStarted('No line of the file can be taken as a row of access, and nothing was made.')
  const counts = file.counts()
  const before = await importedBefore(store.db, options, counts.sha256)
  if (before && before.certification_id !== options.replaces) return await again(loaded, before)
  const standing = await heldDraft(store.db, options)
  if (standing !== undefined && standing !== options.replaces) throw new NotStarted(standsInTheWay(standing))
  const held = counts.rejected > 0 && !options.acceptRejects
  const heldUnassigned = assignment.unassigned > 0 && !options.allowUnassigned
  const about = { ...counts, fileName: file.fileName }
  const making = { options, snapshot, summary, file: about, held, heldUnassigned }
  const certification_id = options.dryRun ? undefined : await makeCertification(store, client, making)
  return {
    ...summary,
    report: options.report,
    certification_id,
    repeated: false,
    held,
    heldUnassigned,
    assignment,
    replaced: options.replaces,
    owned: await isOwned(client, options),
    workflow: options.workflow,
  }
}

/** For a file that was imported before under this name: what was made then is completed, or published, where it is not. */
async function again(
  { store, client, options, snapshot, summary }: Loaded,
  { certification_id, number, held, heldUnassigned, due_ns }: ImportedCertification,
): Promise<CertificationMade> {
  await snapshot.drop()
  const mayGo = (!held || options.acceptRejects) && (!heldUnassigned || options.allowUnassigned)
  const publishes = (held || heldUnassigned) && mayGo && !options.draft
  if (publishes && isOver(due_ns, new Date()))
    throw new NotStarted(
      `The due date of the draft ${certification_id} has passed. Move it first. Nothing was published.`,
    )
  if (!options.dryRun) {
    // Whoever made it may have been killed before its rows were in.
    await gatherRows(store.database, number, () => new Date())
    await giveOwner(client, options)
    if (publishes) await publishHeld(store.db, number, systemUser, new Date())
  }
  return {
    ...summary,
    report: options.report,
    certification_id,
    repeated: publishes ? (options.dryRun ? 'would be published' : 'published') : 'as it was',
    held: held && !publishes,
    heldUnassigned: heldUnassigned && !publishes,
    // As its rows stand, not as the file would be assigned now.
    assignment: { ...(await unassignedOf(store.db, number)), passedOver: new Map() },
    replaced: undefined,
    owned: await isOwned(client, options),
    workflow: options.workflow,
  }
}

async function isOwned(client: pg.Client, { workflow, owner }: CertificationOptions): Promise<boolean> {
  return owner !== undefined || (await ownerOf(client, workflow)) !== undefined
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
