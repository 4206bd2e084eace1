import { type RawBuilder, sql } from 'kysely'

/**
 * When a row of the table `certification` expired, at a moment in nanoseconds since 1970: its due date once that is past,
 * though the job that expires it may come later; NULL while its decisions count, and for drafts.
 */
export function expiredAt(ns: RawBuilder<string>): RawBuilder<string | null> {
  return sql`coalesce(certification.expired_at, CASE WHEN certification.published
    AND certification.state = 'CERT_STATE_IN_PROGRESS' AND certification.error_reason = ''
    AND certification.due_ns <= ${ns} THEN certification.due_date END)`
}
