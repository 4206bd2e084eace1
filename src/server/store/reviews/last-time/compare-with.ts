import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { LastTime } from '#contract/reviews/last-time.ts'
import { notThere } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { lookForCertification } from '../conditions/find-certification.ts'
import { systemUser } from '../log/system-user.ts'
import { comparison } from './compare-rows.ts'
import { shownLastTime } from './shown.ts'

type Db = Kysely<Schema>

/** The facts of a row that is not compared. */
export const notCompared: LastTime = {
  access_change: 'NOT_COMPARED',
  added_permissions: [],
  removed_permissions: [],
  added_raw_permissions: [],
  removed_raw_permissions: [],
  last_decision: 'NONE',
  last_note: '',
  last_reviewer: null,
  last_decided_at: null,
}

/**
 * The number of a certification that another one is to be compared with for somebody. Throws `Refused` NotFound, as for an id that
 * does not exist, where they do not see the whole of it, or are not shown what was last time.
 */
export async function findToCompare(
  db: Db,
  actor: Actor,
  number: number,
  previous_certification_id: string,
): Promise<number> {
  const earlier = await lookForCertification(db, actor, previous_certification_id)
  const { rows } = await sql<{ shown: boolean }>`SELECT ${shownLastTime(actor)} AS shown
    FROM certification WHERE certification.number = ${number}`.execute(db)
  if (!earlier?.whole || !rows[0]?.shown) throw notThere()
  return earlier.number
}

/**
 * What has become of each row of a certification since another one, by its id; both by their numbers. A row that is not compared
 * has none.
 */
export async function comparedWith(
  db: Db,
  number: number,
  earlier: number,
): Promise<ReadonlyMap<number, LastTime>> {
  const { user_type, id } = systemUser
  const query = CompiledQuery.raw(comparison, [number, earlier, user_type, id])
  const { rows } = await db.executeQuery<LastTime & { readonly result_id: number }>(query)
  return new Map(
    rows.map(({ result_id, certification: _number, earlier: _id, ...facts }) => [result_id, facts]),
  )
}
