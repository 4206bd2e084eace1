import * as z from 'zod/mini'
import { optionalText, safeText } from './text.ts'

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

/** One text for a person, in which the type cannot run into the id: the same by every session and every key of theirs. */
export function personId({ user_type, id }: UserKey): string {
  return `user:${encodeURIComponent(user_type)}:${id}`
}

const letters = /[\p{L}\p{N}]/gu
const wordLikeLetter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * Whether a text says enough to look for people by it: three letters or digits, or one of Han, Kana or Hangul. Less
 * would find nearly everybody, a page of the directory at a time.
 */
export function findsPeople(text: string): boolean {
  return wordLikeLetter.test(text) || (text.match(letters)?.length ?? 0) >= 3
}

/** Who may be picked as a reviewer. Only those who run reviews or read all of them are told the roles. */
export const Person = z.looseObject({
  ...WorkflowUser.shape,
  roles: z.optional(z.array(z.string())),
})
export type Person = z.output<typeof Person>
