import type { Actor, SessionFacts } from '#contract/permissions.ts'
import type { Session, SessionState } from '#contract/session/session.ts'
import type { LocalAccounts } from '../../auth/local/accounts.ts'
import { factorsOf } from '../../auth/local/prove.ts'
import type { ProviderSignIn } from '../../auth/oidc/provider-sign-in.ts'
import type { OutboxIdentities } from '../../auth/outbox-identity.ts'
import { idleMsOf } from '../../auth/sessions.ts'
import type { Backend } from '../../backend.ts'
import type { Call } from '../handlers.ts'

/** A session as its page sees it. */
export type SessionView = (actor: Actor, call: Pick<Call, 'relyingParty'>) => Promise<Session>

/** What a `SessionView` asks. */
export type SessionSources = {
  readonly backend: Pick<Backend, 'mode' | 'holdsDemo'>
  readonly outbox: OutboxIdentities
  readonly accounts: Pick<LocalAccounts, 'find'>
  readonly provider: Pick<ProviderSignIn, 'decidesRoles'> | undefined
}

/** Makes the `SessionView` of a server. */
export function createSessionView({ backend, outbox, accounts, provider }: SessionSources): SessionView {
  return async (actor, { relyingParty }) => {
    const view = { ...publicPart(actor, backend), demo: await backend.holdsDemo() }
    if (actor.via === 'key') return view
    const { session } = actor
    const ofProvider = session?.method === 'oidc'
    return {
      ...view,
      // Nothing is kept on a device for whom more is to be proven.
      ...(session?.stage === 'enrol' ? {} : { outbox: outbox.identityOf(actor) }),
      ...(provider?.decidesRoles && ofProvider ? { roles_from_claims: true } : {}),
      ...(session && { method: session.method, state: await stateOf(actor, session, relyingParty) }),
    }
  }

  async function stateOf(
    { user, roles }: Actor,
    { method, stage, expires_at, authenticated_at, last_used_at }: SessionFacts,
    relyingParty: Call['relyingParty'],
  ): Promise<SessionState> {
    const account = method === 'entrance' ? undefined : await accounts.find(user)
    const password = account?.passwordHash !== undefined
    return {
      stage,
      expires_at,
      authenticated_at,
      ...(method === 'entrance'
        ? {}
        : {
            idle_seconds: idleMsOf(roles) / 1000,
            idle_ends_at: new Date(Date.parse(last_used_at) + idleMsOf(roles)).toISOString(),
          }),
      proofs: [
        ...(method === 'oidc' ? ['OIDC'] : []),
        ...(password ? ['PASSWORD'] : []),
        ...(account ? factorsOf(account, relyingParty !== undefined) : []),
      ],
      local_account: password,
    }
  }
}

/** What a key can do is told by its scopes: a page that it opens shows none of its owner's roles. */
function publicPart(actor: Actor, { mode }: Pick<Backend, 'mode'>): Pick<Session, 'actor' | 'capabilities'> {
  return {
    actor: {
      id: actor.id,
      name: actor.name,
      user: actor.user,
      roles: actor.via === 'session' ? [...actor.roles] : [],
    },
    capabilities: { mode },
  }
}
