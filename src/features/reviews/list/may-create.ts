import { permissions } from '#contract/permissions.ts'
import type { Session } from '#contract/session/session.ts'

/** Whether somebody may make certifications: admins and operators. */
export function mayCreate(session: Session | undefined): boolean {
  const may: readonly string[] = permissions['reviews:run'].roles
  return session?.actor.roles.some((role) => may.includes(role)) === true
}
