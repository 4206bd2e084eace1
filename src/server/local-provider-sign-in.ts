import { createProvider } from './auth/oidc/provider.ts'
import { createProviderSignIn, type ProviderSignIn } from './auth/oidc/provider-sign-in.ts'
import type { OidcConfig } from './oidc-config.ts'
import type { Store } from './store/database/open.ts'
import { secretFor } from './store/database/secrets.ts'
import { accountLog } from './store/sign-in/account-log.ts'
import { noteProviderInUse } from './store/sign-in/provider/provider-in-use.ts'
import { providerSessions } from './store/sign-in/provider/sessions.ts'
import { providerTies } from './store/sign-in/provider/ties.ts'
import { providerTransactions } from './store/sign-in/provider/transactions.ts'
import { createSealing } from './store/sign-in/sealing.ts'
import { createSessions } from './store/sign-in/sessions.ts'

/** Signing in by the configured identity provider, kept in this server's own PostgreSQL; undefined where none is. */
export async function localProviderSignIn(
  store: Pick<Store, 'db' | 'prepared'>,
  { oidc, publicUrl }: { readonly oidc: OidcConfig | undefined; readonly publicUrl: string | undefined },
  clock: () => Date,
  log: { warn(line: string): void },
): Promise<ProviderSignIn | undefined> {
  const { db } = store
  await noteProviderInUse(db, oidc?.issuer)
  if (!oidc || publicUrl === undefined) return undefined
  const sealing = createSealing(await secretFor(db, 'sign-in'))
  const { issuer, identityClaim, roles, tieByEmail } = oidc
  const wantedClaims = [identityClaim, ...(roles ? [roles.claim] : []), ...(tieByEmail ? ['email'] : [])]
  return createProviderSignIn({
    rules: oidc,
    publicUrl,
    provider: createProvider({ ...oidc, wantedClaims }, publicUrl),
    transactions: providerTransactions(db, clock, sealing),
    ties: providerTies(db, clock),
    sessions: createSessions(store, clock, { local: false, accounts: false }),
    providerSessions: providerSessions(db, clock, sealing, issuer),
    accountLog: accountLog(db, clock),
    clock,
    log,
  })
}
