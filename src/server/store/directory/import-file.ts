import { sameUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { DirectoryFile } from '../../directory/directory.ts'
import { Refused } from '../../refused.ts'
import { type ChangedPerson, giveRoles, putPeople } from '../reviews/people/change-people.ts'
import type { Change } from './change-as-admin.ts'
import type { PersonChange } from './person-change.ts'
import type { FileToPlan, PlannedFile } from './plan-file.ts'

const batchSize = 500

/** The file of the page as it is planned. */
export function fileToPlan({ role, ...file }: DirectoryFile): FileToPlan {
  return { ...file, roles: role ? [role] : [] }
}

/** Puts the accepted people of a planned file. Returns those who lost roles, or were of the demonstration. */
export async function putFile(
  directory: Change,
  { accepted }: PlannedFile,
  { roles }: FileToPlan,
  rolesFromClaims: boolean,
): Promise<readonly ChangedPerson[]> {
  const changed: ChangedPerson[] = []
  for (let start = 0; start < accepted.length; start += batchSize) {
    const batch = accepted.slice(start, start + batchSize)
    changed.push(...(await putPeople(directory, batch)))
    await giveRoles(directory, batch, roles, rolesFromClaims)
  }
  return changed
}

/** Throws `Refused` FailedPrecondition (OWN_ACCOUNT) where a file changes the actor's own roles. */
export function refuseOwn(changed: readonly PersonChange[], actor: Actor): void {
  const own = changed.find((person) => sameUser(person, actor.user))
  if (!own || own.roles_gained.length + own.roles_lost.length === 0) return
  throw new Refused({
    code: 'FailedPrecondition',
    reason: 'OWN_ACCOUNT',
    message: 'The file changes your own roles. Nothing was changed.',
    resolution: 'Leave yourself out of the file; your own roles are set on your own page among the people.',
  })
}
