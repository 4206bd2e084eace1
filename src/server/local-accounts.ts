import type { Keys } from './auth/keys.ts'
import type { Directory } from './directory/directory.ts'
import type { Store } from './store/database/open.ts'
import { directoryStore } from './store/directory/directory-store.ts'
import { keysOfPeople } from './store/keys/keys-of-people.ts'

/** What people do to accounts in the page, their own and as admins. */
export type Accounts = { readonly keys: Keys; readonly directory: Directory }

/**
 * The accounts of local mode: kept in this server's own PostgreSQL. `rolesFromClaims`: the identity provider says which
 * roles the people have who sign in there.
 */
export function localAccounts(
  { db }: Pick<Store, 'db'>,
  clock: () => Date,
  rolesFromClaims: boolean,
): Accounts {
  return { keys: keysOfPeople(db, clock), directory: directoryStore(db, clock, rolesFromClaims) }
}
