import * as z from 'zod/mini'
import type { Route } from '../route.ts'
import { safeText } from '../text.ts'

/**
 * What the identity provider calls or leads a browser to. These two alone are outside the rule against forged requests
 * (`auth/authenticate.ts`): a transaction's cookie and state, or the provider's signature, prove them.
 */
export const providerRoutes = {
  finishProviderSignIn: {
    method: 'GET',
    path: '/auth/callback',
    summary: 'Where the identity provider sends the browser back to',
    permission: 'public',
    documented: false,
    query: z.looseObject({}),
    reply: { kind: 'redirect', failure: '/sign-in?reason=FAILED' },
  },
  endProviderSessions: {
    method: 'POST',
    path: '/auth/backchannel-logout',
    summary:
      'The identity provider says that a session there has ended (OpenID Connect Back-Channel Logout 1.0)',
    permission: 'public',
    documented: false,
    form: true,
    body: z.looseObject({ logout_token: safeText(16_384, 'a signed token') }),
    reply: z.looseObject({}),
  },
} as const satisfies Record<string, Route>
