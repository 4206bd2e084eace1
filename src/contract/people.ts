import * as z from 'zod/mini'
import { optionalText, safeText } from './text.ts'

/**
 * A person in replies (seed, WorkflowUser). `user_type` and `id` together identify them; email and name may be empty.
 */
export const WorkflowUser = z.looseObject({
  user_type: z.string(),
  id: z.string(),
  email: z._default(z.string(), ''),
  name: z._default(z.string(), ''),
})
export type WorkflowUser = z.output<typeof WorkflowUser>

/** A person in requests. `user_type` and `id` are enough; an email or a name beside them must be the stored one. */
export const WorkflowUserInput = z.strictObject({
  user_type: safeText(255, 'SSO entity type or `localCookieUser`'),
  id: safeText(255, 'the id of the person under that type'),
  email: z.optional(optionalText(1024, 'their email')),
  name: z.optional(optionalText(1024, 'their name')),
  alternate_email: z.optional(optionalText(1024, 'not looked at')),
})
export type WorkflowUserInput = z.output<typeof WorkflowUserInput>

/** What identifies a person. */
export type UserKey = { readonly user_type: string; readonly id: string }

/** Whether two keys are the same person's. */
export function sameUser(a: UserKey, b: UserKey): boolean {
  return a.user_type === b.user_type && a.id === b.id
}

/**
 * A person's key as one text, `user:<type>:<id>`, the type encoded so that no two people have the same. It is the
 * `id` of their `Actor`.
 */
export function personId({ user_type, id }: UserKey): string {
  return `user:${encodeURIComponent(user_type)}:${id}`
}

const letters = /[\p{L}\p{N}]/gu
const wordLikeLetter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * Whether a search for people takes this text: it has three letters or digits, or one letter of Han, Kana or Hangul.
 * A shorter one would match nearly everybody.
 */
export function findsPeople(text: string): boolean {
  return wordLikeLetter.test(text) || (text.match(letters)?.length ?? 0) >= 3
}

/** A person who may be picked as a reviewer. `roles` is absent for callers who neither run reviews nor audit them. */
export const Person = z.looseObject({
  ...WorkflowUser.shape,
  roles: z.optional(z.array(z.string())),
})
export type Person = z.output<typeof Person>
