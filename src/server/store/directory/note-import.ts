import { sql } from 'kysely'
import type { AccountActor } from '../../auth/account-log.ts'
import { accountLog } from '../sign-in/account-log.ts'
import type { Change } from './change-as-admin.ts'
import type { PersonChange } from './person-change.ts'
import type { PlannedFile } from './plan-file.ts'
import { detailOf } from './set-roles.ts'

/** Records what an import did, whose roles it changed and to what, and ends the sessions of those. */
export async function noteImport(
  directory: Change,
  clock: () => Date,
  { changes, changed }: PlannedFile,
  actor: AccountActor,
): Promise<void> {
  const { lines, added, changed: others, unchanged, rejected } = changes
  const counts = { lines, added, changed: others, unchanged, rejected }
  await accountLog(directory, clock).record('DIRECTORY_IMPORTED', actor, undefined, counts)
  await noteRoles(directory, clock, changed, actor)
}

/** Records whose roles were changed and to what, and ends the sessions of those. */
export async function noteRoles(
  directory: Change,
  clock: () => Date,
  changed: readonly PersonChange[],
  actor: AccountActor,
): Promise<void> {
  const by = typeof actor === 'string' ? actor : actor.id
  const entries = changed
    .filter(({ roles_gained, roles_lost }) => roles_gained.length + roles_lost.length > 0)
    .map(({ user_type, id, before, after }) => ({ user_type, id, detail: detailOf(before, after) }))
  await sql`
    INSERT INTO account_log (at, actor, action, user_type, person_id, detail)
    SELECT ${clock().toISOString()}, ${by}, 'ROLES_SET', user_type, id, detail
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS given (user_type text, id text, detail jsonb)`.execute(
    directory,
  )
  await sql`
    DELETE FROM session USING jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS given (user_type text, id text)
    WHERE session.user_type = given.user_type AND session.actor = given.id`.execute(directory)
}
