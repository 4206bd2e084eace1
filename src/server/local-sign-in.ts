import type { SignInTools } from './auth/local/prove.ts'
import { createPasswords } from './auth/passwords.ts'
import type { Store } from './store/database/open.ts'
import { secretFor } from './store/database/secrets.ts'
import { accountLog } from './store/sign-in/account-log.ts'
import { createAccounts } from './store/sign-in/accounts.ts'
import { createGuesses } from './store/sign-in/guesses.ts'
import { createPasskeys } from './store/sign-in/passkeys.ts'
import { createSealing } from './store/sign-in/sealing.ts'
import { createSecondFactors } from './store/sign-in/second-factors.ts'
import { createSessions } from './store/sign-in/sessions.ts'

/** Signing in to accounts of this server, kept in its own PostgreSQL. */
export async function localSignIn(
  store: Pick<Store, 'db' | 'prepared'>,
  clock: () => Date,
): Promise<SignInTools> {
  const { db } = store
  return {
    sessions: createSessions(store, clock, { local: false, accounts: false }),
    accounts: createAccounts(db, clock),
    factors: createSecondFactors(db, clock, createSealing(await secretFor(db, 'sign-in'))),
    passkeys: createPasskeys(db, clock),
    passwords: createPasswords(),
    guesses: createGuesses(db, clock),
    log: accountLog(db, clock),
    clock,
  }
}
