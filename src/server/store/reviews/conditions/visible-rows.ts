import { type RawBuilder, sql } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'

type Condition = RawBuilder<boolean>

/*
 * Who sees which rows (security 4.4). The conditions are about the tables `certification` and `result` under their own
 * names; whoever reads rows joins both and asks `visibleRows`. What a person's key sees is what the person sees.
 */

/** Whether a certification is this person's own: they created it, or own or created its workflow. */
export function ownCertification({ user }: Pick<Actor, 'user'>): Condition {
  const person = JSON.stringify({ user_type: user.user_type, id: user.id })
  return sql`((certification.creator_type = ${user.user_type} AND certification.creator_id = ${user.id})
    OR certification.workflow_id = ANY (ARRAY(SELECT workflow_id FROM workflow
      WHERE owner @> ${person}::jsonb OR creator @> ${person}::jsonb)))`
}

/** Whether this person sees the whole of a certification, in every phase of its life. Superseded ones are for who runs them. */
export function seesWhole(actor: Actor): Condition {
  if (actor.roles.includes('admin')) return sql`true`
  if (actor.roles.includes('auditor')) return readByAuditors(actor)
  return actor.roles.includes('operator') ? ownCertification(actor) : sql`false`
}

/**
 * Whether this person sees a row: the whole certification is theirs to see, or the row is assigned to them and the
 * certification is published, has its rows and is not completed.
 */
export function visibleRows(actor: Actor): Condition {
  if (actor.roles.includes('admin')) return sql`true`
  if (actor.roles.includes('auditor')) return readByAuditors(actor)
  if (actor.roles.includes('operator')) return sql`(${ownCertification(actor)} OR ${assignedRows(actor)})`
  return actor.roles.includes('reviewer') ? assignedRows(actor) : sql`false`
}

function readByAuditors(actor: Actor): Condition {
  const used = sql<boolean>`(certification.state <> 'CERT_STATE_SUPERSEDED')`
  return actor.roles.includes('operator') ? sql`(${used} OR ${ownCertification(actor)})` : used
}

function assignedRows({ user }: Actor): Condition {
  return sql`(certification.published AND certification.state = 'CERT_STATE_IN_PROGRESS'
    AND certification.error_reason = '' AND ${assignedTo(user)})`
}

/** Whether a row is assigned to somebody, in whatever phase its certification is. */
export function assignedTo(user: UserKey): Condition {
  return sql`EXISTS (SELECT FROM result_reviewer AS mine
    WHERE mine.certification = result.certification AND mine.result_id = result.result_id
      AND mine.user_type = ${user.user_type} AND mine.user_id = ${user.id})`
}
