import { sameUser, type UserKey } from '../people.ts'

/** An entity as far as it tells whose account it is. */
export type Identity = {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** Attributes in which an account names the person whom it belongs to. */
export const addressAttributes = ['email', 'email_addresses', 'user_principal_name', 'idp_unique_id'] as const

/** What stands between the emails of a list and around one; none of it is part of a usual address. */
const betweenEmails = /[\s;,|:<>()[\]"]+/
/** What nobody sees in an email: a reader takes it for the same. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * The texts, in small letters, by any of which an account may name its person by email: each value that there is, and
 * each email in it, for files often write several as one text (`ana@example.com; a.s@example.com`).
 */
export function addressesOf(source: Identity): readonly string[] {
  const named = [source.id, source.name, ...addressAttributes.flatMap((key) => source.properties[key])]
  return named.flatMap((text) => {
    if (typeof text !== 'string') return []
    const whole = comparable(text)
    const emails = whole.split(betweenEmails).filter((part) => part.includes('@'))
    return whole === '' ? [] : [...new Set([whole, ...emails])]
  })
}

/** The email of a person as `addressesOf` gives those of a source; empty where they have none. */
export function emailToCompare({ email }: { readonly email: string }): string {
  return comparable(email)
}

function comparable(email: string): string {
  return email.replaceAll(unseen, '').trim().toLowerCase()
}

/**
 * Whether the access of a row's source is a person's own (veza-api B.16, self-review prevention): the source is their
 * record, or carries their email in its id, its name or one of the usual attributes, alone or in a list. Emails compare
 * without case, without blanks around them and without characters that cannot be seen.
 */
export function isOwnAccess(source: Identity, person: UserKey & { readonly email: string }): boolean {
  if (sameUser({ user_type: source.type, id: source.id }, person)) return true
  const email = emailToCompare(person)
  return email !== '' && addressesOf(source).includes(email)
}
