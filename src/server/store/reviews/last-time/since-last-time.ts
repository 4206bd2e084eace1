import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { GoneAccess, SinceLastTime } from '#contract/reviews/last-time.ts'
import { notThere } from '../../../refused.ts'
import type { Stretch } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification, lookForCertification } from '../conditions/find-certification.ts'
import { visibleRows } from '../conditions/visible-rows.ts'
import { sameAccess } from './compare-rows.ts'
import { isUnchanged, joinLastTime } from './last-time-filter.ts'
import { shownLastTime } from './shown.ts'

type Db = Kysely<Schema>
type Numbers = Readonly<Record<'rejected' | 'fixed' | 'by_rule' | 'same', number>> &
  Readonly<Record<'open_rejected' | 'open_fixed' | 'open_by_rule' | 'open_same', number>>

/**
 * How a certification stands to the one before (`SinceLastTime`), over the rows that the actor sees. Throws `Refused` NotFound,
 * also where the actor is not shown what was last time.
 */
export async function getSinceLastTime(
  db: Db,
  actor: Actor,
  certification_id: string,
): Promise<SinceLastTime> {
  const { number, whole } = await findShown(db, actor, certification_id)
  const { rows } =
    await sql<Numbers>`SELECT ${counted('rejected', sql`last_decision IN ('REJECTED', 'FIXED')`)},
      ${counted('fixed', sql`last_decision = 'FIXED'`)}, ${counted('by_rule', sql`last_decision = 'REJECTED_BY_RULE'`)},
      ${counted('same', isUnchanged)}
    FROM certification JOIN result ON result.certification = certification.number ${joinLastTime}
    WHERE certification.number = ${number} AND ${visibleRows(actor)}`.execute(db)
  const [n] = rows
  if (!n) throw new Error('a count gave no row')
  const earlier = await previousOf(db, actor, number)
  const isWhole = whole && earlier?.whole === true
  return {
    compared: earlier !== undefined,
    previous: earlier?.whole
      ? { certification_id: earlier.certification_id, name: earlier.name, ended_at: earlier.ended_at }
      : null,
    rejected_before: { rows: n.rejected, to_decide: n.open_rejected },
    fixed_before: { rows: n.fixed, to_decide: n.open_fixed },
    rejected_by_rule: { rows: n.by_rule, to_decide: n.open_by_rule },
    unchanged: { rows: n.same, to_decide: n.open_same },
    gone: isWhole ? await countGone(db, number, earlier) : null,
  }
}

/**
 * Access of the certification before that is not in this one, in the order of its ids. Throws `Refused` NotFound where the actor
 * does not see the whole of both, and where this one has identities of its own only, or was not compared.
 */
export async function listGone(
  db: Db,
  actor: Actor,
  certification_id: string,
  { offset, limit }: Pick<Stretch, 'offset' | 'limit'>,
): Promise<{ readonly rows: readonly GoneAccess[]; readonly more: boolean }> {
  const { number, whole } = await findShown(db, actor, certification_id)
  const earlier = await previousOf(db, actor, number)
  if (!whole || !earlier?.whole) throw notThere()
  const { rows } = await sql<GoneAccess>`SELECT result.result_id, result.source ->> 'name' AS source_name,
      coalesce(result.waypoint ->> 'name', '') AS waypoint_name, result.destination ->> 'name' AS destination_name,
      result.effective_permissions, result.decision, result.notes
    ${goneFrom(number, earlier)} ORDER BY result.result_id LIMIT ${limit + 1} OFFSET ${offset}`.execute(db)
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

type Earlier = {
  readonly number: number
  readonly whole: boolean
  readonly certification_id: string
  readonly name: string
  readonly ended_at: string
  /** Whether the later one has the access of some identities only. */
  readonly partial: boolean
}

async function findShown(db: Db, actor: Actor, certification_id: string) {
  const certification = await findCertification(db, actor, certification_id)
  const { rows } = await sql<{ shown: boolean }>`SELECT ${shownLastTime(actor)} AS shown
    FROM certification WHERE certification.number = ${certification.number}`.execute(db)
  if (!rows[0]?.shown) throw notThere()
  return certification
}

/** The certification that one was compared with, and whether the actor sees the whole of it. */
async function previousOf(db: Db, actor: Actor, number: number): Promise<Earlier | undefined> {
  const { rows } = await sql<Omit<Earlier, 'whole'>>`SELECT earlier.number, earlier.certification_id,
      coalesce(nullif(earlier.name, ''), workflow.name) AS name,
      coalesce(earlier.completed_at, earlier.expired_at, earlier.due_date) AS ended_at,
      later.dynamic_information IS NOT NULL AS partial
    FROM certification AS later JOIN certification AS earlier ON earlier.number = later.previous
      JOIN workflow ON workflow.workflow_id = earlier.workflow_id
    WHERE later.number = ${number}`.execute(db)
  const [earlier] = rows
  if (!earlier) return undefined
  const seen = await lookForCertification(db, actor, earlier.certification_id)
  return { ...earlier, whole: seen?.whole ?? false }
}

const withoutFacts = `LEFT JOIN last_time ON last_time.certification = now.certification
  AND last_time.result_id = now.result_id`

/**
 * FROM and WHERE of the access that has gone: of a certification of some identities nobody can say that of any. What is here and
 * was not compared has not gone.
 */
function goneFrom(number: number, { number: earlier, partial }: Earlier) {
  return sql`FROM result WHERE result.certification = ${earlier} AND ${sql.lit(!partial)}
    AND NOT EXISTS (SELECT FROM last_time WHERE last_time.certification = ${number} AND last_time.earlier = result.result_id)
    AND NOT EXISTS (SELECT FROM result AS now ${sql.raw(withoutFacts)}
      WHERE now.certification = ${number} AND last_time.result_id IS NULL AND ${sql.raw(sameAccess('now', 'result'))})`
}

async function countGone(db: Db, number: number, earlier: Earlier): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`SELECT count(*)::integer AS count ${goneFrom(number, earlier)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many rows meet a condition, and how many of these are still to be decided. */
function counted(name: 'rejected' | 'fixed' | 'by_rule' | 'same', condition: ReturnType<typeof sql>) {
  return sql`count(*) FILTER (WHERE ${condition})::integer AS ${sql.ref(name)},
    count(*) FILTER (WHERE ${condition} AND result.decision = 'RESULT_DECISION_NONE')::integer AS ${sql.ref(`open_${name}`)}`
}
