import type { Role } from '#contract/permissions.ts'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'

const meanings: Readonly<Record<Role, string>> = {
  admin: 'does everything, manages people and settings',
  operator: 'runs reviews, and sees the activity log',
  reviewer: 'decides the rows that are given to them',
  auditor: 'reads everything, and changes nothing',
}

/** What somebody with a role does here. */
export function roleMeaning(role: Role): string {
  return meanings[role]
}

const ways: Readonly<Record<string, string>> = {
  PASSWORD: 'password',
  TOTP: 'authenticator app',
  PASSKEY: 'passkey',
  OIDC: 'identity provider',
}

/** How somebody signs in, in words; that they cannot, where there is no way. */
export function signInWords({ sign_in }: DirectoryPerson): string {
  return sign_in.length === 0 ? 'Cannot sign in yet' : sign_in.map((way) => ways[way] ?? way).join(', ')
}

/** What somebody is called: by their name, their email, or else their id. */
export function nameOf({ name, email, id }: { name: string; email: string; id: string }): string {
  return name || email || id
}

/** By what a person was tied to an identity of the provider. */
export function tieWords(by: string): string {
  return (
    new Map([
      ['ID', 'their id'],
      ['EMAIL', 'their email'],
    ]).get(by) ?? by
  )
}
