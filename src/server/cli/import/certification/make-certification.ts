import type pg from 'pg'
import { CertificationInput } from '#contract/reviews/certification.ts'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import { counted } from '#std/counted.ts'
import { finishImport, startImport } from '../../../store/activity/imports.ts'
import type { Store } from '../../../store/database/open.ts'
import { ambiguousAmong } from '../../../store/reviews/access/ambiguous-people.ts'
import {
  addCertification,
  planCertification,
} from '../../../store/reviews/certifications/create-certification.ts'
import { removeDemoReviews, reviewState } from '../../../store/reviews/certifications/demo-reviews.ts'
import { dueColumns, isOver } from '../../../rules/due-date.ts'
import { expireDue } from './expire-due.ts'
import { gatherRows } from '../../../store/reviews/certifications/gather-rows.ts'
import {
  lockReplaced,
  noteImport,
  type Replaced,
} from '../../../store/reviews/certifications/imported-drafts.ts'
import type { Snapshot } from '../../../store/reviews/access/load-access.ts'
import {
  findOwners,
  findReviewers,
  type LocalWorkflow,
  ownerOf,
  workflowNamed,
} from '../../../store/reviews/certifications/local-workflow.ts'
import type { SnapshotSummary } from '../../../store/reviews/access/snapshot-summary.ts'
import { supersede } from '../../../store/reviews/certifications/supersede.ts'
import { systemUser } from '../../../store/reviews/log/system-user.ts'
import { closeEntrance } from '../../../store/sign-in/entrance.ts'
import { inTransaction, onTrial } from '../../../store/database/transaction.ts'
import { NotStarted, say } from '../../command.ts'
import { demoPeople } from '../../../demo/reviews/people.ts'
import type { CertificationOptions } from '../options.ts'

/** Throws NotStarted for what can be known to be wrong before the file is read. Changes nothing. */
export async function checkWishes(
  store: Store,
  client: pg.ClientBase,
  options: CertificationOptions,
): Promise<void> {
  const { demo, imported } = await reviewState(store.db)
  if (demo && !imported && options.demoRows === undefined)
    throw new NotStarted(
      'This database holds reviews of the demonstration. Say --replace-demo to delete them, or --keep-demo to keep them among the real ones.',
    )
  if (options.due !== undefined && Date.parse(options.due) <= Date.now())
    throw new NotStarted('--due is in the past: no decision would count.')
  await reviewersOf(client, options)
  await ownerFor(client, options)
  await replacedNow(store, options)
}

/** The draft that is to be replaced, where that is asked for. Throws NotStarted where it cannot be. */
export async function replacedNow(
  { db }: Pick<Store, 'db'>,
  options: CertificationOptions,
): Promise<Replaced | undefined> {
  return await db.transaction().execute((transaction) => replacedBy(transaction, options))
}

/** When a certification is due, in RFC 3339: as is asked for, else as the one in whose place it comes. */
function dueOf({ due }: CertificationOptions, replaced: Replaced | undefined): string | undefined {
  return due ?? replaced?.due_date ?? undefined
}

type Making = {
  readonly options: CertificationOptions
  readonly snapshot: Snapshot
  readonly summary: SnapshotSummary
  readonly file: {
    readonly fileName: string
    readonly sha256: string
    readonly lines: number
    readonly rejected: number
  }
  /** Whether it stays a draft because lines were rejected. */
  readonly held: boolean
  /** Whether it stays a draft because nobody reviews some of its rows. */
  readonly heldUnassigned: boolean
}

/**
 * Makes the workflow, unless it is there, and a certification of a snapshot that is loaded, in the place of another one
 * where that is asked for, and brings in its rows. Returns its id. Throws NotStarted when the wishes no longer hold.
 */
export async function makeCertification(store: Store, client: pg.Client, making: Making): Promise<string> {
  const { options, snapshot, summary, file, held, heldUnassigned } = making
  const { workflow, reviewers, creator } = await makeRoom(client, options)
  const now = new Date()
  const made = await store.db.transaction().execute(async (transaction) => {
    const replaced = await replacedBy(transaction, options)
    await closeEntrance(transaction, 'IMPORT', { actor: 'terminal' })
    const import_id = await startImport(transaction, { ...file, demo: false, kind: 'certification' })
    await finishImport(transaction, import_id, file)
    const { workflow_id } = workflow
    await snapshot.complete(transaction, { workflow_id, import_id, rows: summary.rows }, now)
    const input = inputOf(making, { workflow_id, reviewers, due_date: dueOf(options, replaced) })
    const created = await addCertification(transaction, await planCertification(transaction, input), {
      creator,
      due: dueColumns(input.due_date ?? null, now),
      now,
    })
    await noteImport(transaction, created.number, {
      held_back: held,
      held_unassigned: heldUnassigned,
      replaces: options.replaces,
    })
    if (replaced)
      await supersede(transaction, replaced.number, {
        by: creator,
        at: now.toISOString(),
        replaced_by: created.certification_id,
      })
    return created
  })
  await expireDue(store)
  await gatherRows(store.database, made.number, () => new Date())
  return made.certification_id
}

/**
 * Works out something in the database as it will be when a certification is made of this file: without the demonstration
 * where that goes. Stores nothing.
 */
export async function foresee<T>(
  client: pg.ClientBase,
  { demoRows, dryRun }: CertificationOptions,
  work: () => Promise<T>,
): Promise<T> {
  return await onTrial(client, async () => {
    const gone = demoRows === 'replace' ? await removeDemoReviews(client, demoPeople) : 0
    if (dryRun && gone > 0) say(`${counted(gone, 'certification')} of the demonstration would be deleted.`)
    return await work()
  })
}

type Room = {
  readonly workflow: LocalWorkflow
  readonly reviewers: readonly WorkflowUser[]
  readonly creator: WorkflowUser
}

/** All in one transaction: whoever is told that nothing was made still has the demonstration. */
async function makeRoom(client: pg.ClientBase, options: CertificationOptions): Promise<Room> {
  return await inTransaction(client, async () => {
    const gone = options.demoRows === 'replace' ? await removeDemoReviews(client, demoPeople) : 0
    const reviewers = await reviewersOf(client, options)
    const owner = await ownerFor(client, options)
    const workflow = await workflowNamed(client, options.workflow, owner, new Date())
    if (gone > 0) say(`${counted(gone, 'certification')} of the demonstration deleted.`)
    return { workflow, reviewers, creator: owner ?? systemUser }
  })
}

/** Makes who is asked for the owner of a workflow that is there and has none. */
export async function giveOwner(client: pg.ClientBase, options: CertificationOptions): Promise<void> {
  if (options.owner === undefined) return
  const owner = await ownerFor(client, options)
  await inTransaction(client, () => workflowNamed(client, options.workflow, owner, new Date()))
}

/** Who is to own the workflow, where that is asked for. Throws NotStarted where it cannot be. */
export async function ownerFor(
  client: pg.ClientBase,
  { owner, workflow }: CertificationOptions,
): Promise<WorkflowUser | undefined> {
  if (owner === undefined) return undefined
  const [user, ...others] = await findOwners(client, owner)
  if (!user) throw new NotStarted('--owner is no admin or operator that this server knows.')
  if (others.length > 0)
    throw new NotStarted(
      `--owner is ambiguous: ${[user, ...others].map(({ user_type, id }) => `${user_type} ${id}`).join(', ')}. Say the id.`,
    )
  const present = await ownerOf(client, workflow)
  if (present && !sameUser(present, user))
    throw new NotStarted('--owner is another person than the one whom this workflow belongs to.')
  return user
}

/** The reviewers of every row. Throws NotStarted for one who is unknown, ambiguous or may be given no rows. */
export async function reviewersOf(
  client: pg.ClientBase,
  options: CertificationOptions,
): Promise<readonly WorkflowUser[]> {
  const reviewers = await findReviewers(client, options.reviewers)
  const unknown = reviewers.findIndex((person) => person === undefined)
  if (unknown !== -1)
    throw new NotStarted(
      `--reviewer number ${unknown + 1} is nobody that this server knows, is on the reviewer deny list, or has no role that may decide.`,
    )
  const [ambiguous] = await ambiguousAmong(client, options.reviewers)
  if (ambiguous)
    throw new NotStarted(
      `--reviewer number ${options.reviewers.indexOf(ambiguous.reference) + 1} may be ${ambiguous.people.join(' or ')}. Say the id of one.`,
    )
  return reviewers.filter((person) => person !== undefined)
}

async function replacedBy(
  db: Store['db'],
  { replaces, workflow, due }: CertificationOptions,
): Promise<Replaced | undefined> {
  if (replaces === undefined) return undefined
  const replaced = await lockReplaced(db, replaces, workflow)
  if (typeof replaced === 'string')
    throw new NotStarted(`--replaces ${replaces}: ${replaced} Nothing was made.`)
  if (due === undefined && isOver(replaced.due_ns, new Date()))
    throw new NotStarted(
      `--replaces ${replaces}: Its due date, ${replaced.due_date}, has passed. Say another with --due. Nothing was made.`,
    )
  return replaced
}

function inputOf(
  { options, snapshot, summary, held, heldUnassigned }: Making,
  {
    workflow_id,
    reviewers,
    due_date,
  }: Pick<Room, 'reviewers'> & { readonly workflow_id: string; readonly due_date: string | undefined },
): CertificationInput {
  return CertificationInput.parse({
    workflow_id,
    data_source: 2,
    snapshot_id: snapshot.snapshot_id,
    name: options.name,
    due_date,
    publish: !options.draft && !held && !heldUnassigned,
    reviewer_assignment: {
      users_manager: summary.managers,
      resource_managers: summary.owners,
      reviewers,
    },
  })
}
