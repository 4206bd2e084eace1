import type { Actor } from '#contract/permissions.ts'
import type { ProviderSignIn } from '../auth/oidc/provider-sign-in.ts'
import { Refused, refused } from '../refused.ts'
import type { People } from '../auth/people.ts'
import type { Handlers } from './handlers.ts'
import type { SessionView } from './sign-in/session-view.ts'

type SessionHandlers = Pick<Handlers, 'startSession' | 'listAccounts' | 'endSession' | 'getSession'>

/**
 * The handlers of the caller's own session. Without signing in only somebody at the server's own machine gets one, while
 * the entrance is open.
 */
export function sessionHandlers(
  people: Pick<People, 'startSession' | 'endSession' | 'listAccounts' | 'isEntranceOpen'>,
  view: SessionView,
  provider: Pick<ProviderSignIn, 'signOutUrl'> | undefined,
): SessionHandlers {
  return {
    async startSession({ body }, call) {
      // What a browser remembers may be gone while its session lasts; asked for none in particular, it keeps that.
      if (!body.account && call.caller?.via === 'session') return { value: await view(call.caller, call) }
      if (!call.isLocal || !(await people.isEntranceOpen())) throw closedEntrance()
      const started = await people.startSession(body.account, call.session, call.from)
      if (!started) throw refused('NotFound', 'There is no such account of the demonstration.')
      call.setSession(started.token, started.expires)
      return { value: await view(started.actor, call) }
    },

    async listAccounts(_, call) {
      const local = call.isLocal && (await people.isEntranceOpen())
      const values = local ? [...(await people.listAccounts())] : []
      return { values, next_page_token: '', has_more: false, local }
    },

    async endSession(_, call) {
      // Also of a session in which something is still to be proven, so that there is no caller yet.
      const { session, caller } = call
      const url = session !== undefined && isOfProvider(caller) && (await provider?.signOutUrl(session))
      if (session !== undefined) await people.endSession(session)
      call.endSession()
      return url ? { provider_url: url } : {}
    },

    getSession: async (_, call) => ({ value: await view(call.actor, call) }),
  }
}

function isOfProvider(caller: Actor | undefined): boolean {
  return caller?.via === 'session' && caller.session?.method === 'oidc'
}

function closedEntrance(): Refused {
  return new Refused({
    code: 'PermissionDenied',
    reason: 'ENTRANCE_CLOSED',
    message: 'Nobody gets in here without signing in.',
    resolution: 'Sign in. Where nobody can yet, make the first admin: npm run users -- add-admin',
  })
}
