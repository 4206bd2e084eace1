import { sameUser, type UserKey } from './people.ts'

type Identity = {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** Attributes in which an account names the person whom it belongs to. */
const addresses = ['email', 'email_addresses', 'user_principal_name', 'idp_unique_id']

/**
 * Whether the access of a row's source is a person's own (veza-api B.16, self-review prevention): the source is their
 * record, or carries their email as its id, its name or in one of the usual attributes. Emails compare without case.
 */
export function isOwnAccess(source: Identity, person: UserKey & { readonly email: string }): boolean {
  if (sameUser({ user_type: source.type, id: source.id }, person)) return true
  const email = person.email.toLowerCase()
  if (email === '') return false
  const named = [source.id, source.name, ...addresses.flatMap((key) => source.properties[key])]
  return named.some((text) => typeof text === 'string' && text.toLowerCase() === email)
}
