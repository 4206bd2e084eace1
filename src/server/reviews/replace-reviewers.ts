import { sameUser, type WorkflowUser, type WorkflowUserInput } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import { type EditDoubt, editDoubtOf } from '#contract/reviews/assignment.ts'
import { isOwnAccess } from '#contract/reviews/self-review.ts'
import { type Refused, refused } from '../refused.ts'
import { isLate } from '../rules/due-date.ts'
import type { NewReviewers, OpenCertifications, OpenRow } from './certification-store.ts'
import type { Locked } from './lock-to-run.ts'
import { unconfirmed } from './unconfirmed.ts'

/** The people who are to review, and what of the doubts about them has been looked at. */
type Replacement = {
  readonly inputs: readonly WorkflowUserInput[]
  readonly confirmed: readonly EditDoubt[]
}

/**
 * Gives every row that is not signed off to these people and their delegates, with a log entry for each row that
 * changes. Where self-review is prevented nobody gets their own access; a row for which nobody is left keeps its
 * reviewers. Returns whether the certification named other reviewers before. Throws `Refused` for people who cannot
 * be assigned, while there are no rows, once the certification has expired, and where rows of a published one would
 * be left without a reviewer and that is not confirmed.
 */
export async function replaceReviewers(
  open: OpenCertifications,
  actor: Actor,
  certification: Locked,
  { inputs, confirmed }: Replacement,
): Promise<boolean> {
  if (certification.state === 'CERT_STATE_SEARCHING')
    throw refused('FailedPrecondition', 'This review has no rows yet that could be assigned.')
  if (certification.phase === 'expired, in grace') throw expired()
  const people = await open.resolveReviewers(inputs, 'reviewers')
  const wanted = await open.withDelegates(people, () => true)
  await open.takeTime()
  const { number, settings, log_seq, now, phase, due_ns } = certification
  const prevented =
    settings.self_reviewer_settings.self_reviewer_checking === 'SELF_REVIEWER_CHECKING_ENABLED'
  // Whoever publishes a draft is asked then.
  if (certification.published) await refuseUnassigned(open, certification, { wanted, prevented, confirmed })
  for await (const rows of openRowsInTurn(open, number)) {
    const changes = rows.flatMap((row) => changeOf(row, wanted, prevented) ?? [])
    if (changes.length === 0) continue
    const at = await open.giveRows(number, { actor, now }, changes)
    if (phase === 'in progress' && isLate(at, due_ns)) throw expired()
  }
  await open.nameReviewers(number, people)
  await open.announce(number, log_seq)
  return !samePeople(people, certification.reviewers)
}

type OpenRows = Pick<OpenCertifications, 'openRows'>

async function* openRowsInTurn(open: OpenRows, number: number): AsyncGenerator<readonly OpenRow[]> {
  for (let after = -1; ; ) {
    const rows = await open.openRows(number, after)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.result_id
  }
}

async function refuseUnassigned(
  open: OpenRows,
  { number, total_result_count }: Locked,
  {
    wanted,
    prevented,
    confirmed,
  }: Pick<Replacement, 'confirmed'> & {
    readonly wanted: readonly WorkflowUser[]
    readonly prevented: boolean
  },
): Promise<void> {
  let unassigned = 0
  for await (const rows of openRowsInTurn(open, number))
    unassigned += rows.filter((row) => reviewersOf(row, wanted, prevented).length === 0).length
  const doubt = editDoubtOf({ rows: total_result_count, unassigned })
  if (doubt && !confirmed.includes(doubt.doubt))
    throw unconfirmed([doubt], 'To change the reviewers all the same, name this in confirm.')
}

function changeOf(
  row: OpenRow,
  wanted: readonly WorkflowUser[],
  prevented: boolean,
): NewReviewers | undefined {
  const reviewers = reviewersOf(row, wanted, prevented)
  return samePeople(reviewers, row.reviewers) ? undefined : { row, reviewers }
}

/** Who reviews a row afterwards. */
function reviewersOf(
  row: OpenRow,
  wanted: readonly WorkflowUser[],
  prevented: boolean,
): readonly WorkflowUser[] {
  const reviewers = prevented ? wanted.filter((person) => !isOwnAccess(row.source, person)) : wanted
  return reviewers.length === 0 && wanted.length > 0 ? row.reviewers : reviewers
}

function samePeople(some: readonly WorkflowUser[], others: readonly WorkflowUser[]): boolean {
  return (
    some.length === others.length &&
    some.every((person, index) => {
      const other = others[index]
      return other !== undefined && sameUser(person, other)
    })
  )
}

function expired(): Refused {
  return refused('FailedPrecondition', 'This review has expired: move its due date first.')
}
