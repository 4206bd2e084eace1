import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'
import type { TotpSecret } from '#contract/session/sign-in.ts'

const period = 30
/** A clock may be so many steps away from ours. */
const window = 1

/** A new secret of 160 bits, in Base32, as authenticator apps take it (RFC 6238 with SHA-1, six digits, 30 s). */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The step whose code this is, that of now or one beside it; undefined for any other code. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  // What is compared with a code byte by byte has to be as long as one.
  if (!/^\d{6}$/.test(code)) return undefined
  const timestamp = now.getTime()
  const delta = totpOf(secret).validate({ token: code, timestamp, window })
  return delta === null ? undefined : Math.floor(timestamp / 1000 / period) + delta
}

/** What an authenticator app is set up by. */
export function shownSecret(secret: string, email: string): TotpSecret {
  const uri = totpOf(secret, email).toString()
  return { secret, uri, qr_svg: renderSVG(uri, { border: 2 }) }
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: 'Countersign',
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period,
  })
}
