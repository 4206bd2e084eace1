import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { AssignmentCount, PersonProblem } from '#contract/reviews/assignment.ts'
import type { WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Standing } from '#contract/reviews/review-context.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification } from '../conditions/find-certification.ts'
import { personProblem } from '../people/person-problem.ts'
import { rowGroups } from '../conditions/row-groups.ts'
import { visibleRows } from '../conditions/visible-rows.ts'

type Db = Kysely<Schema>

/**
 * What is worth knowing of a certification besides its counts, of the rows that the actor sees: rows without reviewers,
 * reviewers who may not review, and decisions of people who were not reviewers. Throws `Refused` with NotFound.
 */
export async function getStanding(db: Db, actor: Actor, certification_id: string): Promise<Standing> {
  const { number } = await findCertification(db, actor, certification_id)
  const seen = sql`certification.number = ${number} AND ${visibleRows(actor)}`
  return {
    assignment: await countUnassigned(db, seen),
    reviewer_problems: await reviewerProblems(db, actor, number),
    decided_by_others: await countByOthers(db, seen),
  }
}

/** How many rows of a certification nobody reviews now, for whoever runs it. */
export async function unassignedOf(db: Db, number: number): Promise<AssignmentCount> {
  return await countUnassigned(db, sql`certification.number = ${number}`)
}

/** Whoever once reviewed a row of these has been taken off it since. */
async function countUnassigned(db: Db, rowsSeen: RawBuilder<unknown>): Promise<AssignmentCount> {
  const { rows: all } = await sql<{ rows: number }>`SELECT count(*)::integer AS rows FROM certification
    JOIN result ON result.certification = certification.number WHERE ${rowsSeen}`.execute(db)
  const { rows: reasons } = await sql<{ reasons: string[]; rows: number }>`
    SELECT reasons, count(*)::integer AS rows FROM (
      SELECT CASE WHEN EXISTS (SELECT FROM result_log AS entry
          WHERE entry.certification = result.certification AND entry.result_id = result.result_id
            AND entry.action = 'REVIEWER_ASSIGNED')
        THEN ARRAY['TAKEN_OFF'] ELSE coalesce(why_unassigned, ARRAY['NOT_RECORDED']) END AS reasons
      FROM certification JOIN result ON result.certification = certification.number
      WHERE ${rowsSeen} AND result.reviewers = '[]') AS unassigned
    GROUP BY reasons ORDER BY rows DESC, reasons`.execute(db)
  const unassigned = reasons.reduce((sum, { rows }) => sum + rows, 0)
  return { rows: all[0]?.rows ?? 0, unassigned, reasons }
}

/** Those who review rows that the actor sees, and would not be given them now. */
async function reviewerProblems(
  db: Db,
  actor: Actor,
  number: number,
): Promise<Standing['reviewer_problems']> {
  const { rows } = await sql<{ reviewer: WorkflowUser; problem: PersonProblem }>`
    SELECT reviewer, ${sql.raw(personProblem)} AS problem
    FROM (SELECT DISTINCT ON (one.value ->> 'user_type' COLLATE "C", one.value ->> 'id' COLLATE "C") one.value AS reviewer
      FROM certification, LATERAL (${rowGroups(actor)}) AS seen, jsonb_array_elements(seen.reviewers) AS one(value)
      WHERE certification.number = ${number}) AS reviewing
    LEFT JOIN person ON person.user_type = reviewer ->> 'user_type' AND person.id = reviewer ->> 'id'
    WHERE ${sql.raw(personProblem)} IS NOT NULL`.execute(db)
  return rows.map(({ reviewer, problem }) => ({ reviewer, problem }))
}

/** Decided rows whose last decision was that of somebody who was not their reviewer then. */
async function countByOthers(db: Db, rowsSeen: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ rows: number }>`SELECT count(*)::integer AS rows
    FROM certification JOIN result_log AS entry ON entry.certification = certification.number
    JOIN result ON result.certification = entry.certification AND result.result_id = entry.result_id
    WHERE ${rowsSeen} AND entry.detail ? 'by_other' AND entry.action = 'DECISION'
      AND result.decision <> 'RESULT_DECISION_NONE'
      AND NOT EXISTS (SELECT FROM result_log AS later WHERE later.certification = entry.certification
        AND later.result_id = entry.result_id AND later.seq > entry.seq AND later.action = 'DECISION')`.execute(
    db,
  )
  return rows[0]?.rows ?? 0
}
