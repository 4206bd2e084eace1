import { type JWTVerifyGetKey, jwtVerify } from 'jose'
import { textProblem } from '#contract/text.ts'
import { ProviderFailure } from './provider-failure.ts'

/** What the provider says has ended: one session, or all of a subject where it names none. */
export type LogoutToken = {
  readonly subject: string | undefined
  readonly session: string | undefined
  /** By which a token is used once. */
  readonly id: string
  readonly made: Date
}

/** A token is taken for so long after it was made. */
export const logoutTokenSeconds = 120
/** So far may the provider's clock be from ours. */
export const clockToleranceSeconds = 10

const endOfSession = 'http://schemas.openid.net/event/backchannel-logout'

/** Signatures by a key of the provider's own; none that a secret of two could make, and never none at all. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/**
 * Reads and verifies a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6; ASVS 10.5.5). Throws `ProviderFailure`, or
 * what jose throws. That it is used once is the caller's to see to.
 */
export async function verifyLogoutToken(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, clientId }: { readonly issuer: string; readonly clientId: string },
): Promise<LogoutToken> {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience: clientId,
    typ: 'logout+jwt',
    algorithms,
    maxTokenAge: logoutTokenSeconds,
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
  })
  const { jti, sub, sid, events, iat = 0 } = payload
  const isEnd =
    typeof events === 'object' && events !== null && endOfSession in events && isObject(events[endOfSession])
  if (!isEnd) throw wrong('it is about another event')
  if ('nonce' in payload) throw wrong('it has a nonce, so it may be an id token')
  const [id, session, subject] = [textOf(jti), textOf(sid), textOf(sub)]
  if (id === undefined) throw wrong('it has no id')
  if (session === undefined && subject === undefined) throw wrong('it names neither a session nor a subject')
  return { subject, session, id, made: new Date(iat * 1000) }
}

/** A text that can be kept; undefined where there is none. */
function textOf(claim: unknown): string | undefined {
  if (typeof claim !== 'string' || claim === '') return undefined
  if (textProblem(claim, 255) !== undefined) throw wrong('a name in it cannot be kept')
  return claim
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrong(detail: string): ProviderFailure {
  return new ProviderFailure('NOT_VERIFIED', `logout token: ${detail}`)
}
