import { sameUser } from '#contract/people.ts'
import { type Actor, type Role, roles as allRoles } from '#contract/permissions.ts'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import { Refused, refused } from '../../refused.ts'
import { accountLog } from '../sign-in/account-log.ts'
import { endSessionsOf } from '../sign-in/own-sessions.ts'
import { hashOfToken, newToken } from '../sign-in/sealing.ts'
import type { Change } from './change-as-admin.ts'

type Wanted = {
  readonly roles: readonly Role[]
  readonly seen: readonly Role[] | undefined
  readonly actor: Actor
}

/**
 * Sets the roles of a person as they were read in this transaction, and ends their sessions; the actor's own goes on under
 * a new token, which is returned. Throws `Refused` Aborted (`Directory.setRoles`).
 */
export async function setRoles(
  directory: Change,
  clock: () => Date,
  person: DirectoryPerson,
  { roles: wanted, seen, actor }: Wanted,
): Promise<string | undefined> {
  if (person.roles_from_claims)
    throw new Refused({
      code: 'Aborted',
      reason: 'ROLES_FROM_CLAIMS',
      message:
        'The roles of this person come from the identity provider at each sign-in, and are not set here.',
      resolution: 'Change their groups at the provider, or what OIDC_ROLES makes of them.',
    })
  if (seen && !sameRoles(seen, person.roles))
    throw refused(
      'Aborted',
      'Somebody else has changed the roles of this person meanwhile. Nothing was changed; look at them again.',
    )
  const { user_type, id } = person
  const roles = allRoles.filter((role) => wanted.includes(role))
  if (sameRoles(roles, person.roles)) return undefined
  await directory
    .updateTable('person')
    .set({ roles })
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .execute()
  await accountLog(directory, clock).record('ROLES_SET', actor, person, detailOf(person.roles, roles))
  const own = sameUser(actor.user, person) && actor.via === 'session' ? actor.session?.id : undefined
  await endSessionsOf(directory, clock, { person, by: actor, except: own })
  return own === undefined ? undefined : await renewToken(directory, own)
}

/** What the log keeps of a change of roles; an auditor who also decides or runs reviews is marked. */
export function detailOf(before: readonly string[], after: readonly string[]) {
  const audits = after.includes('auditor') && after.length > 1
  return { before: [...before], after: [...after], ...(audits ? { auditor_with_other_roles: true } : {}) }
}

function sameRoles(some: readonly string[], others: readonly string[]): boolean {
  return allRoles.every((role) => some.includes(role) === others.includes(role))
}

/** Gives a session another token, so that one that was known before its person's roles changed is worth nothing. */
async function renewToken(directory: Change, session: string): Promise<string> {
  const token = newToken()
  await directory
    .updateTable('session')
    .set({ token_hash: hashOfToken(token) })
    .where('id', '=', session)
    .execute()
  return token
}
