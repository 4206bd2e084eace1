import * as client from 'openid-client'
import { createRemoteJWKSet } from 'jose'
import { textProblem } from '#contract/text.ts'
import { failureOf, ProviderFailure } from './provider-failure.ts'
import { type LogoutToken, verifyLogoutToken } from './logout-token.ts'
import { claimOf } from './role-map.ts'

/** What is configured of the identity provider. */
export type ProviderConfig = {
  /** Compared as text with what the provider says of itself and with every token. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: string
  /** Claims that are asked for at the provider where its token of the sign-in leaves them out. */
  readonly wantedClaims: readonly string[]
}

/** What proves that an answer of the provider belongs to the sign-in that asked for it. */
export type Proofs = { readonly state: string; readonly nonce: string; readonly codeVerifier: string }

/** Who somebody is by the provider's word. */
export type ProvenIdentity = {
  readonly subject: string
  /** The session there; undefined for a provider that does not name it. */
  readonly session: string | undefined
  /** When they last proved there who they are; undefined for a provider that does not say. */
  readonly authenticatedAt: Date | undefined
  readonly claims: Readonly<Record<string, unknown>>
  readonly idToken: string
  /** When the token was made. */
  readonly made: Date
}

/**
 * Whether the provider may take somebody who is signed in there (`known`), or asks who it is (`ask`), of which it tells when
 * (`fresh`).
 */
export type SignInAs = 'known' | 'ask' | 'fresh'

/** The identity provider. Methods throw `ProviderFailure`. */
export type Provider = {
  /** Where to send a browser to sign in. */
  signInUrl(proofs: Proofs, as: SignInAs): Promise<string>
  /** Takes the code of the answer for tokens, and checks them (OpenID Connect Core 3.1.3.7; RFC 9207, RFC 7636). */
  identityOf(answer: URLSearchParams, proofs: Proofs): Promise<ProvenIdentity>
  /** Where a browser ends its session there; undefined where the provider has no such page, or is not there. */
  signOutUrl(idToken: string): Promise<string | undefined>
  readLogoutToken(token: string): Promise<LogoutToken>
}

/** A sign-in there that is older than a day is not taken: the provider asks anew. */
export const oldestSignInSeconds = 24 * 60 * 60
const timeoutSeconds = 5
/** What the provider says of itself is read anew so often. */
const rereadMs = 60 * 60_000

/** The provider of a configuration, reached from a server that browsers reach at `publicUrl`. It asks for nothing yet. */
export function createProvider(config: ProviderConfig, publicUrl: string): Provider {
  const redirectUri = new URL('/auth/callback', publicUrl).href
  const known = keepKnown(() => discover(config))
  return {
    async signInUrl({ state, nonce, codeVerifier }, as) {
      const { configuration } = await known()
      const challenge = await client.calculatePKCECodeChallenge(codeVerifier)
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: config.scopes,
        response_mode: 'query',
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        max_age: String(as === 'fresh' ? 0 : oldestSignInSeconds),
        ...(as !== 'known' ? { prompt: 'login' } : {}),
      })
      return url.href
    },

    async identityOf(answer, { state, nonce, codeVerifier }) {
      const { configuration } = await known()
      const url = new URL(redirectUri)
      url.search = answer.toString()
      const tokens = await client
        .authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        })
        .catch(failed)
      const claims = tokens.claims()
      if (!claims || tokens.id_token === undefined) throw new ProviderFailure('NOT_VERIFIED', 'no id token')
      const { sub, sid, auth_time, iat } = claims
      if (typeof sid === 'string' && textProblem(sid, 255) !== undefined)
        throw new ProviderFailure('NOT_VERIFIED', 'the session is no text that can be kept')
      return {
        subject: sub,
        session: typeof sid === 'string' ? sid : undefined,
        authenticatedAt: auth_time === undefined ? undefined : notInFuture(auth_time),
        claims: await completed(configuration, config, claims, tokens.access_token),
        idToken: tokens.id_token,
        made: notInFuture(iat),
      }
    },

    async signOutUrl(idToken) {
      const { configuration } = await known()
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
      return client.buildEndSessionUrl(configuration, {
        id_token_hint: idToken,
        post_logout_redirect_uri: new URL('/sign-in', publicUrl).href,
      }).href
    },

    async readLogoutToken(token) {
      const { keys } = await known()
      return await verifyLogoutToken(token, keys, config).catch(failed)
    },
  }
}

type Known = {
  readonly configuration: client.Configuration
  readonly keys: ReturnType<typeof createRemoteJWKSet>
}

/** Asks once for all who wait, again where it failed, and again after an hour; what is known stays where that fails. */
function keepKnown(ask: () => Promise<Known>): () => Promise<Known> {
  let last: { readonly known: Known; readonly at: number } | undefined
  let asking: Promise<Known> | undefined
  return () => {
    if (last && Date.now() - last.at < rereadMs) return Promise.resolve(last.known)
    const older = last?.known
    asking ??= ask()
      .then((known) => {
        last = { known, at: Date.now() }
        return known
      })
      .catch((error: unknown) => {
        if (!older) throw error
        last = { known: older, at: Date.now() }
        return older
      })
      .finally(() => {
        asking = undefined
      })
    return asking
  }
}

async function discover({ issuer, clientId, clientSecret }: ProviderConfig): Promise<Known> {
  const url = new URL(issuer)
  const configuration = await client
    .discovery(url, clientId, {}, secretIn(clientSecret), {
      timeout: timeoutSeconds,
      // The id token is verified by its signature too, not by the way alone that it came.
      execute: [
        client.enableNonRepudiationChecks,
        ...(url.protocol === 'http:' ? [client.allowInsecureRequests] : []),
      ],
    })
    .catch(failed)
  const { issuer: named, jwks_uri } = configuration.serverMetadata()
  if (named !== issuer) throw new ProviderFailure('PROVIDER_AWAY', 'it calls itself by another issuer')
  const keysAt = jwks_uri === undefined ? undefined : new URL(jwks_uri)
  if (keysAt?.protocol !== 'https:' && keysAt?.protocol !== url.protocol)
    throw new ProviderFailure('PROVIDER_AWAY', 'it has no keys at an https address')
  return { configuration, keys: createRemoteJWKSet(keysAt, { timeoutDuration: timeoutSeconds * 1000 }) }
}

/** `client_secret_basic`, or `client_secret_post` for a provider that takes that alone. */
function secretIn(secret: string): client.ClientAuth {
  const basic = client.ClientSecretBasic(secret)
  const post = client.ClientSecretPost(secret)
  return (server, own, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const way = taken.includes('client_secret_basic') || !taken.includes('client_secret_post') ? basic : post
    way(server, own, body, headers)
  }
}

type Claims = Readonly<Record<string, unknown>>

/** Claims with those that only the provider's userinfo has; those of the id token come first. */
async function completed(
  configuration: client.Configuration,
  { wantedClaims }: ProviderConfig,
  claims: client.IDToken,
  accessToken: string,
): Promise<Claims> {
  const missing = wantedClaims.some((name) => claimOf(claims, name) === undefined)
  if (!missing || configuration.serverMetadata().userinfo_endpoint === undefined) return claims
  const more = await client.fetchUserInfo(configuration, accessToken, claims.sub).catch(failed)
  return { ...more, ...claims }
}

function failed(error: unknown): never {
  throw failureOf(error)
}

/** A time of a token, in seconds since 1970; that of a clock ahead of ours is now. */
function notInFuture(seconds: number): Date {
  return new Date(Math.min(seconds * 1000, Date.now()))
}
