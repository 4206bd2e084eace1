import { type Kysely, sql } from 'kysely'
import type { Certification } from '#contract/reviews/certification.ts'
import { personId, sameUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import { isOwnAccess } from '#contract/reviews/self-review.ts'
import type { EarlierChange, RowTarget, RuleInput } from '../../../reviews/row-store.ts'
import type { ResultRow } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import { nanoseconds } from '#std/instant.ts'
import { certificationSettings, settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'
import { expiredAt, isOverdue } from '../conditions/expired-at.ts'
import { ownCertification, visibleRows } from '../conditions/visible-rows.ts'

type CertificationPart = Pick<
  Certification,
  'state' | 'published' | 'due_date' | 'expired_at' | 'completed_at' | 'error_reason'
>
type RowPart = Pick<
  ResultRow,
  | 'source'
  | 'decision'
  | 'notes'
  | 'reviewers'
  | 'signed_off_state'
  | 'notification_status'
  | 'notification_response_infos'
  | 'version'
>
type ReadPart = CertificationPart &
  RowPart & {
    readonly number: number
    readonly rules_version: number
    readonly visible: boolean
    readonly own: boolean
    readonly overdue: boolean
    readonly stored_settings: StoredSettings | null
  }
type Earlier = {
  readonly earlier_version: number | null
  readonly earlier_fingerprint: Buffer | null
}

/**
 * Reads, in one statement, what was done before under the key, and the row with what the rules ask about it: undefined when there is
 * none that the actor sees. Whether they see it is asked of the one row that was found, in a query of its own: as a
 * condition, PostgreSQL may take it for a reason to gather all rows of the actor first.
 */
export async function readRuleInput(
  db: Kysely<Schema>,
  actor: Actor,
  { certification_id, result_id, key, entries }: RowTarget,
  now: Date,
): Promise<{ readonly earlier: EarlierChange | undefined; readonly input: RuleInput | undefined }> {
  const own = actor.roles.includes('operator') ? ownCertification(actor) : sql`false`
  // The time that the last of the entries would be logged at.
  const logged = sql<string>`(greatest(${nanoseconds(now)}::bigint, instant_ns(certification.log_time) + 1) + ${entries - 1}::integer)`
  const { rows } = await sql<Earlier & (ReadPart | { readonly state: null })>`
    SELECT used.version AS earlier_version, used.fingerprint AS earlier_fingerprint, found.*
    FROM (SELECT) AS once
    LEFT JOIN operation_key AS used ON used.actor = ${personId(actor.user)} AND used.key = ${key ?? null}
    LEFT JOIN (SELECT certification.number, certification.rules_version, certification.state,
        certification.published, certification.due_date, ${expiredAt(logged)} AS expired_at, certification.completed_at, certification.error_reason,
        result.source, result.decision, result.notes, result.reviewers, result.signed_off_state,
        result.notification_status, result.notification_response_infos, result.version,
        (SELECT ${visibleRows(actor)}) AS visible, ${own} AS own,
        ${isOverdue(sql`${nanoseconds(now)}::bigint`)} AS overdue,
        ${certificationSettings} AS stored_settings
      FROM certification JOIN result ON result.certification = certification.number
      WHERE certification.certification_id = ${certification_id} AND result.result_id = ${result_id}
    ) AS found ON true`.execute(db)
  const [row] = rows
  if (!row) throw new Error('a statement that always gives one row gave none')
  const { earlier_version: version, earlier_fingerprint: fingerprint } = row
  return {
    earlier: version === null || fingerprint === null ? undefined : { version, fingerprint },
    input: row.state !== null && row.visible ? ruleInputOf(row, actor, result_id, now) : undefined,
  }
}

function ruleInputOf(row: ReadPart, actor: Actor, result_id: number, now: Date): RuleInput {
  const stored = row.stored_settings ?? {}
  const settings = settingsFrom(stored)
  return {
    number: row.number,
    rules_version: row.rules_version,
    result_id,
    version: row.version,
    source: row.source,
    row: {
      decision: row.decision as Decision,
      notes: row.notes,
      reviewers: row.reviewers,
      signedOff: row.signed_off_state === 'SIGNED_OFF',
      notification_status: row.notification_status,
      notification_response_infos: row.notification_response_infos,
    },
    actor: {
      phase: phaseOf(row, now.getTime()),
      roles: actor.roles,
      assigned: row.reviewers.some((reviewer) => sameUser(reviewer, actor.user)),
      own: row.own,
      self: isOwnAccess(row.source, actor.user),
      settings,
    },
    settings,
    notesAreSet: 'ui_customization_settings' in stored,
    overdue: row.overdue,
  }
}
