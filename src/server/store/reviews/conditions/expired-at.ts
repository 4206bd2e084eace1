import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a row of the table `certification` is over at a moment in nanoseconds since 1970, and what its due time brings
 * has not been brought about yet.
 */
export function isOverdue(ns: RawBuilder<string>): RawBuilder<boolean> {
  return sql`(certification.state = 'CERT_STATE_IN_PROGRESS' AND certification.published
    AND certification.expired_at IS NULL AND certification.error_reason = '' AND certification.due_ns <= ${ns})`
}

/**
 * When a row of the table `certification` expired, at a moment in nanoseconds since 1970: its due date once that is past,
 * though the job that expires it may come later; NULL while its decisions count, and for drafts.
 */
export function expiredAt(ns: RawBuilder<string>): RawBuilder<string | null> {
  return sql`CASE WHEN ${isOverdue(ns)} THEN certification.due_date ELSE certification.expired_at END`
}
