import type { Kysely } from 'kysely'
import type { UserKey, WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import type { Schema } from '../../database/schema.ts'
import { resolvePeople } from './resolve-people.ts'

type Db = Kysely<Schema>

/** The people who are never made reviewers, by name (veza-api B.12). */
export async function listDenied(db: Db): Promise<readonly WorkflowUser[]> {
  return await db
    .selectFrom('denied_reviewer as denied')
    .innerJoin('person', (join) =>
      join.onRef('person.user_type', '=', 'denied.user_type').onRef('person.id', '=', 'denied.id'),
    )
    .select(['person.user_type', 'person.id', 'email', 'name'])
    .orderBy('name')
    .orderBy('person.id')
    .execute()
}

/** Adds people; those who stand there already stay. Refuses all when one is not known. */
export async function addDenied(db: Db, users: readonly WorkflowUserInput[]): Promise<void> {
  const known = await resolvePeople(
    db,
    users.map((user, index) => ({ user, field: `users.${index}` })),
  )
  if (known.length === 0) return
  await db
    .insertInto('denied_reviewer')
    .values(known.map(({ user_type, id }) => ({ user_type, id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Takes people off; those who do not stand there are passed over, known or not. */
export async function removeDenied(db: Db, users: readonly UserKey[]): Promise<void> {
  if (users.length === 0) return
  await db
    .deleteFrom('denied_reviewer')
    .where((where) =>
      where.or(
        users.map(({ user_type, id }) =>
          where.and([where('user_type', '=', user_type), where('id', '=', id)]),
        ),
      ),
    )
    .execute()
}
