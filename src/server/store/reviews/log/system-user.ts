import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { sameUser } from '#contract/people.ts'
import { localUser } from '../../actor.ts'

/** Who did what no person did. */
export const systemUser: WorkflowUser = { user_type: 'system', id: 'system', email: '', name: 'Countersign' }

/** Whether a user is the server, or whoever sits at its machine: nobody who could own or review anything. */
export function isNobody(user: UserKey): boolean {
  return sameUser(user, systemUser) || sameUser(user, localUser)
}
