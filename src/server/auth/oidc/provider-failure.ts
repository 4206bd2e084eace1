import { errors } from 'jose'
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import type { ProviderReason } from '#contract/session/sign-in.ts'

/** Why the provider, or an answer of it, is of no use. `detail` is for the server's log, and holds nothing of the answer. */
export class ProviderFailure extends Error {
  readonly reason: ProviderReason
  readonly detail: string

  constructor(reason: ProviderReason, detail: string) {
    super(`sign-in at the identity provider: ${reason} (${detail})`)
    this.name = 'ProviderFailure'
    this.reason = reason
    this.detail = detail
  }
}

/** What the person or the provider says by an error of the answer (RFC 6749, 4.1.2.1; OpenID Connect Core 3.1.2.6). */
const refusedThere: ReadonlySet<string> = new Set([
  'access_denied',
  'consent_required',
  'interaction_required',
  'login_required',
  'account_selection_required',
])
const awayThere: ReadonlySet<string> = new Set(['server_error', 'temporarily_unavailable'])

/** The `ProviderFailure` of whatever the client libraries have thrown. */
export function failureOf(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error
  if (error instanceof AuthorizationResponseError) {
    if (refusedThere.has(error.error)) return new ProviderFailure('REFUSED_AT_PROVIDER', 'the answer says so')
    if (awayThere.has(error.error)) return new ProviderFailure('PROVIDER_AWAY', 'the answer says so')
    return new ProviderFailure('NOT_VERIFIED', 'the answer is an error')
  }
  if (error instanceof ResponseBodyError) {
    const reason = error.status >= 500 ? 'PROVIDER_AWAY' : 'NOT_VERIFIED'
    return new ProviderFailure(reason, `its token endpoint answers ${error.status}`)
  }
  const code = codeIn(error)
  const known = (error instanceof ClientError || error instanceof errors.JOSEError) && !isUnreachable(code)
  return new ProviderFailure(known ? 'NOT_VERIFIED' : 'PROVIDER_AWAY', code)
}

/** Codes of the libraries for answers that are none: no 200, not JSON, too late. */
function isUnreachable(code: string): boolean {
  return /TIMEOUT|ABORT|RESPONSE_IS_NOT|JOSE_GENERIC/.test(code)
}

/** A code is a word of the library or of the system, and never text of the provider. */
function codeIn(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const own = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  const inner = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : ''
  return inner === '' ? own : `${own}, ${inner}`
}
