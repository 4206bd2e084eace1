import type pg from 'pg'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import { parseInstant } from '#std/instant.ts'
import { counted } from '#std/counted.ts'
import type { Store } from '../../../store/database/open.ts'
import { compareAccess } from '../../../store/reviews/access/compare-access.ts'
import { reviewState } from '../../../store/reviews/certifications/demo-reviews.ts'
import { isOver } from '../../../rules/due-date.ts'
import type { ImportedCertification } from '../../../store/reviews/certifications/imported-drafts.ts'
import type { Snapshot } from '../../../store/reviews/access/load-access.ts'
import { ownerOf } from '../../../store/reviews/certifications/local-workflow.ts'
import type { SnapshotSummary } from '../../../store/reviews/access/snapshot-summary.ts'
import { lettingGo } from './certification-made.ts'
import { reviewersOf } from './make-certification.ts'
import type { CertificationOptions } from '../options.ts'
import { number } from '../file/progress.ts'

type Repeating = {
  readonly store: Store
  readonly client: pg.Client
  readonly options: CertificationOptions
  readonly snapshot: Snapshot
  readonly summary: SnapshotSummary
  readonly rejected: number
}

/**
 * Why a file that was imported before under this name cannot be taken as that import again, for a person: it gives
 * something else than the certification was made of, or options are said that would not be applied. Undefined where it
 * can. Changes nothing.
 */
export async function whyNotAgain(
  repeating: Repeating,
  before: ImportedCertification,
): Promise<string | undefined> {
  return (
    (await whatDiffers(repeating, before)) ??
    (await whatIsDropped(repeating, before)) ??
    pastDue(repeating.options, before)
  )
}

async function whatDiffers(
  { client, snapshot, summary, rejected }: Repeating,
  before: ImportedCertification,
): Promise<string | undefined> {
  const { added, missing, changed } = await compareAccess(client, snapshot.snapshot_id, before.snapshot_id)
  if (added + missing + changed === 0 && rejected === before.rejected) return undefined
  const differences = [
    ...(added > 0 ? [`${number(added)} of them not in the certification`] : []),
    ...(changed > 0 ? [`${number(changed)} of them with other access or people`] : []),
    ...(missing > 0 ? [`${number(missing)} of the certification missing`] : []),
  ]
  const how = differences.length > 0 ? ` (${differences.join(', ')})` : ''
  return `${importedAs(before)} with ${counted(before.rows, 'row')} and ${counted(before.rejected, 'rejected line')}. Today the file gives ${counted(summary.rows, 'row')}${how} and ${counted(rejected, 'rejected line')}: what can be taken of it has changed since, as when the directory was. Nothing was published or changed. ${waysOn(before)}`
}

async function whatIsDropped(
  repeating: Repeating,
  before: ImportedCertification,
): Promise<string | undefined> {
  const dropped = await otherWishes(repeating, before)
  if (dropped.length === 0) return undefined
  const { client, options } = repeating
  const besides = [
    ...(options.owner !== undefined && !(await ownerOf(client, options.workflow)) ? ['--owner'] : []),
    ...lettingGo(before).filter((option) => isSaid(options, option)),
  ]
  return `${importedAs(before)}, and importing it again does not change what it was made with. Not applied: ${[...dropped, ...besides].join(', ')}. Nothing was published or changed. ${waysOn(before)}`
}

function isSaid(options: CertificationOptions, option: ReturnType<typeof lettingGo>[number]): boolean {
  return option === '--accept-rejects' ? options.acceptRejects : options.allowUnassigned
}

/** The options that ask for something else than what was made. One that is not said asks for nothing, but for a draft. */
async function otherWishes(
  { store, client, options }: Repeating,
  { published, held, heldUnassigned, due_date, due_ns, reviewers }: ImportedCertification,
): Promise<readonly string[]> {
  const { replaces, due, draft, demoRows } = options
  const wanted = await reviewersOf(client, options)
  const others: [boolean, string][] = [
    [replaces !== undefined, `--replaces ${replaces}`],
    [
      due !== undefined && String(parseInstant(due)?.ns) !== due_ns,
      `--due (it has ${due_date ?? 'no due date'})`,
    ],
    [
      wanted.length > 0 && !samePeople(wanted, reviewers),
      `--reviewer (every row has ${reviewers.length > 0 ? reviewers.map(({ id }) => id).join(' and ') : 'none'})`,
    ],
    [draft && published, '--draft (it is published)'],
    [
      !draft && !published && !held && !heldUnassigned,
      'no --draft (it was made as a draft, which people publish)',
    ],
    [demoRows === 'replace' && (await reviewState(store.db)).demo, '--replace-demo'],
  ]
  return others.filter(([isOther]) => isOther).map(([, option]) => option)
}

function samePeople(some: readonly WorkflowUser[], others: readonly WorkflowUser[]): boolean {
  const within = (few: readonly WorkflowUser[], all: readonly WorkflowUser[]) =>
    few.every((person) => all.some((other) => sameUser(person, other)))
  return within(some, others) && within(others, some)
}

/** Whether an import that was made before is published by what is said now. */
export function wouldPublish(options: CertificationOptions, before: ImportedCertification): boolean {
  const reasons = lettingGo(before)
  return reasons.length > 0 && !options.draft && reasons.every((option) => isSaid(options, option))
}

function pastDue(options: CertificationOptions, before: ImportedCertification): string | undefined {
  if (!wouldPublish(options, before) || !isOver(before.due_ns, new Date())) return undefined
  return `The due date of the draft ${before.certification_id} has passed. Move it first. Nothing was published.`
}

function importedAs({ certification_id, published }: ImportedCertification): string {
  return `This file was imported before under that name, as ${published ? '' : 'the draft '}${certification_id}`
}

/** Only a draft can be replaced. */
function waysOn({ certification_id, published }: ImportedCertification): string {
  const beside = 'another --name to make one beside it.'
  return published
    ? `Say ${beside}`
    : `Say --replaces ${certification_id} to make one in its place, or ${beside}`
}
