import type { ProviderSignIn } from '../auth/oidc/provider-sign-in.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'

type ProviderHandlers = Pick<Handlers, 'signInByProvider' | 'finishProviderSignIn' | 'endProviderSessions'>

/** The handlers of signing in by the identity provider; undefined where none is configured. */
export function providerHandlers(signIn: ProviderSignIn | undefined): ProviderHandlers {
  const configured = () => {
    if (signIn) return signIn
    throw refused('NotFound', 'This server has no identity provider.')
  }
  return {
    async signInByProvider({ body: { return_to, window = false, fresh = false, ask = false } }, call) {
      const again = fresh ? call.actor : undefined
      const before = call.caller?.via === 'session' ? call.caller.session?.id : undefined
      const begun = await configured().begin(
        { returnTo: return_to, window, again, before, ask },
        call.browser,
      )
      call.setBrowser(begun.browser, begun.expires)
      return { value: { url: begun.url } }
    },

    async finishProviderSignIn({ query }, call) {
      const { location, started } = await configured().finish(paramsOf(query), call.browser, call.from)
      if (started) call.setSession(started.token, started.expires)
      return { location }
    },

    async endProviderSessions({ body }) {
      await configured().endSessions(body.logout_token)
      return {}
    },
  }
}

/** The parameters as they came: one that came twice is there twice, for the client library to refuse. */
function paramsOf(query: Readonly<Record<string, unknown>>): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const text of Array.isArray(value) ? value : [value]) params.append(name, String(text))
  return params
}
