import { type Kysely, type RawBuilder, sql } from 'kysely'
import { Refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'

/** An email as it is compared: without blanks around it, in any case, however its letters are put together. */
export function comparedEmail(email: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`lower(normalize(btrim(${email}), NFC))`
}

/** Whether the email of `person` is this one. */
export function hasEmail(email: string): RawBuilder<boolean> {
  return sql<boolean>`${comparedEmail(sql`person.email`)} = ${comparedEmail(sql`${email}::text`)}`
}

/**
 * Refuses what gives two local accounts one email: neither could sign in. Call it in the transaction of whatever makes an
 * account or changes an email, under the lock of admins. Throws `Refused` FailedPrecondition (400, reason EMAIL_TAKEN).
 */
export async function refuseSharedEmails(transaction: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ email: string; people: string }>`
    SELECT min(person.email) AS email, string_agg(person.user_type || ' ' || person.id, ', ' ORDER BY person.id) AS people
    FROM person JOIN local_account AS own ON (own.user_type, own.person_id) = (person.user_type, person.id)
    WHERE person.email <> ''
    GROUP BY ${comparedEmail(sql`person.email`)} HAVING count(*) > 1 LIMIT 1`.execute(transaction)
  const [shared] = rows
  if (!shared) return
  throw new Refused({
    code: 'FailedPrecondition',
    reason: 'EMAIL_TAKEN',
    message: `Several people would sign in here as ${shared.email}: ${shared.people}. Nothing was changed.`,
    resolution: 'Give all but one of them another email first, with the page of people or import-directory.',
  })
}
