import { sameUser, type UserKey } from '../people.ts'

/** An entity as far as it tells whose account it is. */
export type Identity = {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
}

const directoryId = 'idp_unique_id'

/**
 * Attributes in which an account names the person whom it belongs to. Files write their names in many ways, of which
 * none may get past the check: they are meant in any case, with and without what `betweenWords` has.
 */
export const addressAttributes = [
  'email',
  'mail',
  'email_addresses',
  'user_principal_name',
  directoryId,
] as const

/** What may stand between the words of an attribute's name: `E-Mail`, `userPrincipalName`, `Email Addresses`. */
export const betweenWords = '_-. '

/** The names of `addressAttributes` in small letters and without anything between their words. */
export const plainAddressAttributes: readonly string[] = addressAttributes.map(plainName)

function plainName(name: string): string {
  return [...name.toLowerCase()].filter((letter) => !betweenWords.includes(letter)).join('')
}

/** What stands between the emails of a list and around one; none of it is part of a usual address. */
const betweenEmails = /[\s;,|:<>()[\]"]+/
/** What nobody sees in an email: a reader takes it for the same. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * The texts, in small letters, by any of which an account may name its person by email: each value that there is, and
 * each email in it, for files often write several as one text (`ana@example.com; a.s@example.com`).
 */
export function addressesOf(source: Identity): readonly string[] {
  const named = [source.id, source.name, ...valuesOf(source, plainAddressAttributes)]
  return named.flatMap((text) => {
    if (typeof text !== 'string') return []
    const whole = comparable(text)
    const emails = whole.split(betweenEmails).filter((part) => part.includes('@'))
    return whole === '' ? [] : [...new Set([whole, ...emails])]
  })
}

/** The ids of people of a directory (veza-api B.16, `user_identity_property`) to whom an account says that it belongs. */
export function directoryIdsOf(source: Identity): readonly string[] {
  return valuesOf(source, [plainName(directoryId)])
    .flatMap((id) => (typeof id === 'string' ? [comparable(id)] : []))
    .filter((id) => id !== '')
}

/** The id of a person as `directoryIdsOf` gives those of a source; empty for a user of this server alone. */
export function directoryIdToCompare({ user_type, id }: UserKey): string {
  return user_type === 'localCookieUser' ? '' : comparable(id)
}

/** The values of the attributes with these plain names, those of lists one by one. */
function valuesOf({ properties }: Identity, plainNames: readonly string[]): readonly unknown[] {
  return Object.entries(properties).flatMap(([name, value]) =>
    plainNames.includes(plainName(name)) ? value : [],
  )
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
 * record, carries the id that they have in their directory as its `idp_unique_id`, or their email in its id, its name or
 * one of the usual attributes, alone or in a list. Emails and those ids compare without case, without blanks around them
 * and without characters that cannot be seen.
 */
export function isOwnAccess(source: Identity, person: UserKey & { readonly email: string }): boolean {
  if (sameUser({ user_type: source.type, id: source.id }, person)) return true
  if (directoryIdsOf(source).includes(directoryIdToCompare(person))) return true
  const email = emailToCompare(person)
  return email !== '' && addressesOf(source).includes(email)
}
