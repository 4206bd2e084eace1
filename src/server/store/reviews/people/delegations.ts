import { type Kysely, sql } from 'kysely'
import { sameUser } from '#contract/people.ts'
import type { Delegation } from '#contract/reviews/review-settings-calls.ts'
import { invalid } from '../../../refused.ts'
import type { DelegationInput } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import { resolvePeople } from './resolve-people.ts'

type Db = Kysely<Schema>

/** Who acts for whom (veza-api B.13), by the name of the original. */
export async function listDelegations(db: Db): Promise<readonly Delegation[]> {
  const { rows } = await sql<Delegation>`
    SELECT jsonb_build_object('user_type', o.user_type, 'id', o.id, 'email', o.email, 'name', o.name) AS original_user,
      jsonb_build_object('user_type', d.user_type, 'id', d.id, 'email', d.email, 'name', d.name) AS delegate_user
    FROM delegation
    JOIN person AS o ON (o.user_type, o.id) = (original_type, original_id)
    JOIN person AS d ON (d.user_type, d.id) = (delegate_type, delegate_id)
    ORDER BY o.name, o.id, d.name, d.id`.execute(db)
  return rows
}

/** Adds delegations; those that stand there already stay. Refuses all when somebody is not known or delegates to themselves. */
export async function addDelegations(db: Db, values: readonly DelegationInput[]): Promise<void> {
  for (const [index, { original_user, delegate_user }] of values.entries()) {
    if (sameUser(original_user, delegate_user))
      throw invalid(`values.${index}.delegate_user`, 'is the person who delegates')
  }
  const named = values.flatMap(({ original_user, delegate_user }, index) => [
    { user: original_user, field: `values.${index}.original_user` },
    { user: delegate_user, field: `values.${index}.delegate_user` },
  ])
  await resolvePeople(db, named)
  if (values.length === 0) return
  await db
    .insertInto('delegation')
    .values(values.map(columnsOf))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Ends delegations; those that do not stand there are passed over. */
export async function removeDelegations(db: Db, values: readonly DelegationInput[]): Promise<void> {
  if (values.length === 0) return
  await db
    .deleteFrom('delegation')
    .where((where) => where.or(values.map((value) => where.and(columnsOf(value)))))
    .execute()
}

function columnsOf({ original_user, delegate_user }: DelegationInput) {
  return {
    original_type: original_user.user_type,
    original_id: original_user.id,
    delegate_type: delegate_user.user_type,
    delegate_id: delegate_user.id,
  }
}
