import { sameUser, type UserKey } from './people.ts'

/** An entity as far as it tells whose account it is. */
export type Identity = {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** Attributes in which an account names the person whom it belongs to. */
export const addressAttributes = ['email', 'email_addresses', 'user_principal_name', 'idp_unique_id'] as const

/** The texts, in small letters, by any of which an account may name its person by email. */
export function addressesOf(source: Identity): readonly string[] {
  const named = [source.id, source.name, ...addressAttributes.flatMap((key) => source.properties[key])]
  return named.flatMap((text) => (typeof text === 'string' && text !== '' ? [text.toLowerCase()] : []))
}

/**
 * Whether the access of a row's source is a person's own (veza-api B.16, self-review prevention): the source is their
 * record, or carries their email as its id, its name or in one of the usual attributes. Emails compare without case.
 */
export function isOwnAccess(source: Identity, person: UserKey & { readonly email: string }): boolean {
  if (sameUser({ user_type: source.type, id: source.id }, person)) return true
  const email = person.email.toLowerCase()
  return email !== '' && addressesOf(source).includes(email)
}
