import type { Decision } from '#contract/reviews/review-enums.ts'
import type { CertificationStore, OpenCertifications } from './certification-store.ts'

type Expiry = Pick<OpenCertifications, 'lockOverdue' | 'rejectOpenRows' | 'announce' | 'markExpired'>

/** The decisions that stay where a certification expires. */
const settled: readonly Decision[] = ['RESULT_DECISION_REJECTED', 'RESULT_DECISION_FIXED']

/**
 * Expires the published certifications in progress whose due date has passed (veza-api B.16). Where the setting says so,
 * rows that are not signed off are rejected, with the setting's note, and signed off; a rejection or a fix that is
 * there already stays. One transaction each; one that somebody else is at is left to them. Returns how many expired.
 */
export async function expireOverdue(
  store: Pick<CertificationStore, 'inTransaction' | 'listOverdue'>,
  now: Date,
): Promise<number> {
  let expired = 0
  for (const number of await store.listOverdue(now))
    if (await store.inTransaction((open) => expire(open, number, now))) expired++
  return expired
}

/**
 * The same for one certification, in a transaction that may hold its lock. Returns whether it was overdue, and nobody
 * else at it.
 */
export async function expire(open: Expiry, number: number, now: Date): Promise<boolean> {
  const overdue = await open.lockOverdue(number, now)
  if (!overdue) return false
  const { behavior, note_to_add } = overdue.settings.review_expiration_behavior
  if (behavior === 'AUTO_REJECT_INCOMPLETE_RESULTS') {
    await open.rejectOpenRows(number, { note: note_to_add, keeps: settled, now })
    await open.announce(number, overdue.log_seq)
  }
  await open.markExpired(number, now)
  return true
}

/** The same in a transaction of its own, which waits for whoever is at the certification. */
export async function expireFirst(
  store: Pick<CertificationStore, 'inTransaction'>,
  number: number,
  now: Date,
): Promise<void> {
  await store.inTransaction(async (open) => {
    await open.waitFor(number)
    await expire(open, number, now)
  })
}
