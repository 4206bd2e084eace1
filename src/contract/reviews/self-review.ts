import { sameUser, type UserKey } from '../people.ts'

/** An entity, as far as needed to tell whose account it is. */
export type Identity = {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
}

const directoryId = 'idp_unique_id'

/**
 * The attributes in which an account may name its owner's email. Files spell them in many ways, and the self-review
 * check must miss none: case does not matter, and any of `betweenWords` may stand between their words.
 */
export const addressAttributes = [
  'email',
  'mail',
  'email_addresses',
  'user_principal_name',
  directoryId,
] as const

/**
 * The characters that may stand between the words of an attribute's name: `E-Mail`, `user_principal_name`, `Email
 * Addresses`.
 */
export const betweenWords = '_-. '

const separators = new RegExp(`[${betweenWords.replace('-', '\\-')}]`, 'g')

/** The names of `addressAttributes` in small letters, with nothing between their words. */
export const plainAddressAttributes: readonly string[] = addressAttributes.map(plainName)

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(separators, '')
}

/** What stands between the emails of a list and around one; none of it is part of a usual address. */
const betweenEmails = /[\s;,|:<>()[\]"]+/
/** What nobody sees in an email: a reader takes it for the same. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Everything in an account that may be its owner's email, in small letters: its id, its name and the values of
 * `addressAttributes`, each as a whole and each email inside it, because files often put several into one text
 * (`ana@example.com; a.s@example.com`).
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

/** The directory ids that an account names as its owner's (veza-api B.16, `user_identity_property`). */
export function directoryIdsOf(source: Identity): readonly string[] {
  return valuesOf(source, [plainName(directoryId)])
    .flatMap((id) => (typeof id === 'string' ? [comparable(id)] : []))
    .filter((id) => id !== '')
}

/** A person's directory id in the spelling of `directoryIdsOf`; '' for a local user of this server, who has none. */
export function directoryIdToCompare({ user_type, id }: UserKey): string {
  return user_type === 'localCookieUser' ? '' : comparable(id)
}

/** The values of the attributes with these plain names, those of lists one by one. */
function valuesOf({ properties }: Identity, plainNames: readonly string[]): readonly unknown[] {
  return Object.entries(properties).flatMap(([name, value]) =>
    plainNames.includes(plainName(name)) ? value : [],
  )
}

/** A person's email in the spelling of `addressesOf`; '' where they have none. */
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
