import type { Keys } from './auth/keys.ts'
import type { Store } from './store/database/open.ts'
import { keysOfPeople } from './store/sign-in/keys-of-people.ts'

/** What people do to accounts in the page, their own and as admins. */
export type Accounts = { readonly keys: Keys }

/** The accounts of local mode: kept in this server's own PostgreSQL. */
export function localAccounts({ db }: Pick<Store, 'db'>, clock: () => Date): Accounts {
  return { keys: keysOfPeople(db, clock) }
}
