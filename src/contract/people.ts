import * as z from 'zod/mini'
import { safeText } from './text.ts'

/** A person as replies carry them (seed, WorkflowUser). `user_type` and `id` together say who it is. */
export const WorkflowUser = z.looseObject({
  user_type: z.string(),
  id: z.string(),
  email: z._default(z.string(), ''),
  name: z._default(z.string(), ''),
})
export type WorkflowUser = z.output<typeof WorkflowUser>

/** A person as requests name them: `user_type` and `id` suffice; an email or a name that is given must be theirs. */
export const WorkflowUserInput = z.strictObject({
  user_type: safeText(255, 'SSO entity type or `localCookieUser`'),
  id: safeText(255, 'the id of the person under that type'),
  email: z.optional(z.string()),
  name: z.optional(z.string()),
  alternate_email: z.optional(z.string()),
})
export type WorkflowUserInput = z.output<typeof WorkflowUserInput>

/** What identifies a person. */
export type UserKey = { readonly user_type: string; readonly id: string }

/** Whether two keys are the same person's. */
export function sameUser(one: UserKey, other: UserKey): boolean {
  return one.user_type === other.user_type && one.id === other.id
}

/** One text for a person, in which the type cannot run into the id: the same by every session and every key of theirs. */
export function personId({ user_type, id }: UserKey): string {
  return `user:${encodeURIComponent(user_type)}:${id}`
}

/** Who may be picked as a reviewer, as the picker shows them. */
export const Person = z.looseObject({
  ...WorkflowUser.shape,
  roles: z._default(z.array(z.string()), []),
})
export type Person = z.output<typeof Person>
