import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider'

type Claims = Readonly<Record<string, unknown>>
type TokenAnswer = Record<string, unknown>

/** The real `oidc-provider` with people of its own, and what an attacker between it and us would do. */
export type TestProvider = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who can sign in there, by the login that its form takes, with their claims. Who is not in it is refused (`access_denied`). */
  readonly people: Map<string, Claims>
  /** Changes what its token endpoint answers, as somebody on the way could. */
  alterTokens: ((answer: TokenAnswer) => TokenAnswer | Promise<TokenAnswer>) | undefined
  /** Whether the provider is away: every answer is 503. */
  away: boolean
  /** The logout tokens that it has sent. */
  readonly logoutTokens: string[]
  /** Signs by the provider's own key. */
  sign(claims: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>
  close(): Promise<void>
}

const clientId = 'countersign'
const clientSecret = 'only for tests: a secret of the client'
const alg = 'RS256'
const kid = 'test'

/**
 * Starts one on a port of this machine (`wanted`, else a free one), for a server at `publicUrl`. Its form of signing in takes a
 * login and no password; what it would ask consent for is granted. It is `localhost`: another site than 127.0.0.1 for a browser.
 */
export async function startProvider(publicUrl: string, wanted = 0): Promise<TestProvider> {
  const http = createServer().listen(wanted, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const issuer = `http://localhost:${port}`
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid, alg, use: 'sig' }
  const people = new Map<string, Claims>()
  const logoutTokens: string[] = []
  const provider = new Provider(issuer, configuration(publicUrl, jwk, people, logoutTokens))
  provider.on('server_error', (_, error) => {
    throw error
  })
  const test: TestProvider = {
    issuer,
    clientId,
    clientSecret,
    people,
    alterTokens: undefined,
    away: false,
    logoutTokens,
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
    async close() {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
  provider.use(async (context, next) => {
    if (test.away) {
      context.status = 503
      return
    }
    if (context.path.startsWith('/interaction/')) return await interact(provider, context, people)
    await next()
    if (context.path === '/token' && context.status === 200 && test.alterTokens)
      context.body = await test.alterTokens(context.body as TokenAnswer)
  })
  const answer = provider.callback()
  http.on('request', (request, response) => void answer(request, response))
  return test
}

function configuration(
  publicUrl: string,
  jwk: object,
  people: ReadonlyMap<string, Claims>,
  logoutTokens: string[],
): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}/auth/callback`],
        post_logout_redirect_uris: [`${publicUrl}/sign-in`],
        backchannel_logout_uri: `${publicUrl}/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['only for tests'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      // The library's own pages fetch a font from elsewhere.
      rpInitiatedLogout: {
        logoutSource(context, form) {
          context.body = `<!doctype html><title>The provider</title>${form}<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>`
        },
        postLogoutSuccessSource(context) {
          context.body = '<!doctype html><title>The provider</title><p>You are signed out there.</p>'
        },
      },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people.get(accountId) }),
    }),
    // Those of openid are in the id token, others at its userinfo.
    claims: { openid: ['sub', 'employee', 'email', 'email_verified'], profile: ['name', 'groups'] },
    loadExistingGrant: grantAll,
    // The library's own keeps away from loopback addresses, where our server is (by a dispatcher among the options).
    fetch: async (url, options = {}) => {
      const { headers = {}, body } = options
      if (body instanceof URLSearchParams) logoutTokens.push(body.get('logout_token') ?? '')
      return await fetch(url, { method: 'POST', headers, body: body ?? null, redirect: 'manual' })
    },
    ttl: { Session: 3600, Interaction: 3600, Grant: 3600, AccessToken: 3600, IdToken: 3600 },
  }
}

async function grantAll({ oidc: { client, provider, session } }: KoaContextWithOIDC) {
  if (!client || session?.accountId === undefined) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid profile email')
  await grant.save()
  return grant
}

type Context = Parameters<Parameters<Provider['use']>[0]>[0]

/** The page on which somebody signs in there, and what becomes of it. */
async function interact(provider: Provider, context: Context, people: ReadonlyMap<string, Claims>) {
  if (context.method === 'GET') {
    context.type = 'html'
    context.body = `<!doctype html><title>The provider</title><form method="post"><label>Login <input name="login"></label><button>Sign in there</button></form>`
    return
  }
  let body = ''
  for await (const piece of context.req) body += String(piece)
  const login = new URLSearchParams(body).get('login') ?? ''
  const result = people.has(login)
    ? { login: { accountId: login } }
    : { error: 'access_denied', error_description: 'text of the provider' }
  context.respond = false
  await provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: false })
}
