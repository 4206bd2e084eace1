import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { isStaff } from '#contract/reviews/last-time.ts'
import { invalid } from '../../../refused.ts'
import type { ResultQuery } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import { certificationSettings } from '../settings/effective-settings.ts'

/**
 * Whether somebody is shown what was last time in a row of the table `certification`: everybody, unless the settings hide it from
 * those who only review.
 */
export function shownLastTime({ roles }: Pick<Actor, 'roles'>): RawBuilder<boolean> {
  if (isStaff(roles)) return sql`true`
  return sql`((${certificationSettings} -> 'ui_customization_settings' ->> 'diff_dropdown_behavior')
    IS DISTINCT FROM 'ALWAYS_HIDE_FOR_ACCESS_REVIEWER_ROLE')`
}

/** What a question may ask about last time. */
type Asking = Pick<ResultQuery, 'last_time_filter'> & { readonly unchangedAccess?: boolean }

/**
 * Throws `Refused` InvalidArgument where a question is about last time and the actor is not shown that. Whoever asks for rows by
 * `matching` calls it first; without it nothing would match.
 */
export async function requireLastTime(
  db: Kysely<Schema>,
  actor: Actor,
  number: number,
  { last_time_filter, unchangedAccess }: Asking,
): Promise<void> {
  if (last_time_filter === undefined && unchangedAccess !== true) return
  const { rows } = await sql<{ shown: boolean }>`SELECT ${shownLastTime(actor)} AS shown
    FROM certification WHERE certification.number = ${number}`.execute(db)
  if (rows[0]?.shown) return
  const parameter = last_time_filter === undefined ? 'choice.unchanged_access' : 'last_time_filter'
  throw invalid(
    parameter,
    'is not taken here: the settings of this review do not show reviewers what was last time (diff_dropdown_behavior)',
  )
}
