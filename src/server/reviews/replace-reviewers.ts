import { sameUser, type WorkflowUser, type WorkflowUserInput } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import { isOwnAccess } from '#contract/reviews/self-review.ts'
import { type Refused, refused } from '../refused.ts'
import { isLate } from '../rules/due-date.ts'
import type { NewReviewers, OpenCertifications, OpenRow } from './certification-store.ts'
import type { Locked } from './lock-to-run.ts'

/**
 * Gives every row that is not signed off these reviewers and their delegates, with an entry in the log of each that
 * changes. Nobody gets their own access to review where that is prevented; a row for which nobody is left then keeps
 * its reviewers. Returns whether the certification named others before. Throws `Refused` for people who cannot be
 * assigned, while there are no rows, and once the certification has expired.
 */
export async function replaceReviewers(
  open: OpenCertifications,
  actor: Actor,
  certification: Locked,
  inputs: readonly WorkflowUserInput[],
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
  for (let after = -1; ; ) {
    const rows = await open.openRows(number, after)
    const last = rows.at(-1)
    if (!last) break
    after = last.result_id
    const changes = rows.flatMap((row) => changeOf(row, wanted, prevented) ?? [])
    if (changes.length === 0) continue
    const at = await open.giveRows(number, { actor, now }, changes)
    if (phase === 'in progress' && isLate(at, due_ns)) throw expired()
  }
  await open.nameReviewers(number, people)
  await open.announce(number, log_seq)
  return !samePeople(people, certification.reviewers)
}

function changeOf(
  row: OpenRow,
  wanted: readonly WorkflowUser[],
  prevented: boolean,
): NewReviewers | undefined {
  const reviewers = prevented ? wanted.filter((person) => !isOwnAccess(row.source, person)) : wanted
  if (reviewers.length === 0 && wanted.length > 0) return undefined
  return samePeople(reviewers, row.reviewers) ? undefined : { row, reviewers }
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
