import type { Decision } from '#contract/reviews/review-enums.ts'
import type { CertificationStore, OpenCertifications } from './certification-store.ts'

type Expiry = Pick<OpenCertifications, 'lockOverdue' | 'rejectOpenRows' | 'announce' | 'markExpired'>

/** The decisions that stay where a certification expires. */
const settled: readonly Decision[] = ['RESULT_DECISION_REJECTED', 'RESULT_DECISION_FIXED']

/**
 * Expires every published certification whose due date has passed (veza-api B.16), each in a transaction of its own.
 * Where the setting asks for it, rows that are not signed off are rejected, with the setting's note, and signed off;
 * a rejection or a fix stays what it is. Certifications that somebody else has locked are left out. Returns how many
 * expired.
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
 * Expires one certification in the open transaction, which may hold its lock already. False where it is not overdue,
 * or somebody else has locked it.
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

/** Expires one certification, if it is overdue, in a transaction of its own that waits for its lock. */
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
