import * as z from 'zod/mini'
import { optionalText, safeText } from '../text.ts'
import { Session } from './session.ts'

/** How somebody can sign in here now, for the sign-in page. */
export const SignInWays = z.looseObject({
  /** Whoever sits at the server's own machine may come in without proof: there is no real data yet. */
  entrance: z._default(z.boolean(), false),
  password: z._default(z.boolean(), false),
  /** Only where the host is a name: browsers make no passkeys for IP addresses. */
  passkey: z._default(z.boolean(), false),
  /** The identity provider, by the name that the page shows for it. */
  oidc: z.optional(z.looseObject({ name: z.string() })),
  /** There is no admin yet who can sign in; the set-up link makes one. */
  set_up: z._default(z.boolean(), false),
  /** Where real data came in before there was an admin: why nobody comes in any more. */
  set_up_reason: z.optional(z.string()),
  /** The browser has begun to sign in, and what is left is to set up the second factor that its person's roles take. */
  enrol: z._default(z.boolean(), false),
})
export type SignInWays = z.output<typeof SignInWays>

/** A password as it is typed: nothing is taken away from it. Rules for new ones are the server's. */
export const Password = safeText(256, 'the password, exactly as typed')

export const PasswordInput = z.strictObject({
  email: safeText(320, 'the email of the account'),
  password: Password,
})

/** A code of an authenticator app (six digits), or a recovery code; blanks and hyphens do not count. */
export const CodeInput = z.strictObject({
  code: safeText(64, 'a code of the authenticator app, or a recovery code'),
})

/**
 * Where signing in has come to. `SIGNED_IN` has the session; `SECOND_FACTOR` asks for one of `factors` (`TOTP`,
 * `RECOVERY_CODE`, `PASSKEY`); `ENROL` lets the person do nothing but set a second factor up, because their roles take one.
 */
export const SignInStep = z.looseObject({
  state: z.string(),
  factors: z._default(z.array(z.string()), []),
  session: z.optional(Session),
})
export type SignInStep = z.output<typeof SignInStep>

/** What the browser's WebAuthn takes and gives, as the two halves of @simplewebauthn exchange it. */
export const PasskeyOptions = z.looseObject({ challenge: z.string() })
export const PasskeyAnswer = z.looseObject({ id: safeText(2048, 'the passkey'), response: z.looseObject({}) })
export const PasskeyInput = z.strictObject({ response: PasskeyAnswer })

/**
 * `window`: the page waits in another window for the sign-in, which ends on a page that tells it and closes. `fresh`: the
 * provider asks again who it is, which proves it for what takes a proof of the last ten minutes; it must be the person of the
 * session. `ask`: the provider asks who it is, also where somebody is signed in there, who may be somebody else.
 */
export const ProviderInput = z.strictObject({
  return_to: z.optional(optionalText(2048, 'path, query and fragment to come back to')),
  window: z.optional(z.boolean()),
  fresh: z.optional(z.boolean()),
  ask: z.optional(z.boolean()),
})

/** Where a sign-in by the provider ends that was asked for with `window`: a page of ours that tells the other and closes. */
export const signedInPath = '/signed-in'

/**
 * Why a sign-in at the provider came to nothing, as `/sign-in?reason=…` says it (and `/signed-in?reason=…` to a window).
 * `NO_ACCESS` (nobody of the directory belongs to the identity) and `NO_ROLES` come with `&reference=…`, eight letters and
 * digits by which an admin finds in the account log who it was.
 */
export const providerReasons = [
  'NO_ACCESS',
  'NO_ROLES',
  'REFUSED_AT_PROVIDER',
  'PROVIDER_AWAY',
  'TOO_LATE',
  'OTHER_BROWSER',
  'OTHER_PERSON',
  'NOT_FRESH',
  'NOT_VERIFIED',
  'FAILED',
] as const
export type ProviderReason = (typeof providerReasons)[number]

/** Proof that whoever uses the session is still its person, for what takes one of the last ten minutes. */
export const ConfirmInput = z.strictObject({
  password: z.optional(Password),
  code: z.optional(CodeInput.shape.code),
  response: z.optional(PasskeyAnswer),
})

/** A session of a person, as they and admins see it. Times are RFC 3339 in UTC; addresses are never names. */
export const ListedSession = z.looseObject({
  id: z.string(),
  method: z.string(),
  created_at: z.string(),
  last_used_at: z.string(),
  expires_at: z.string(),
  user_agent: z._default(z.string(), ''),
  address: z._default(z.string(), ''),
  /** Whether it is the caller's own. */
  current: z._default(z.boolean(), false),
})
export type ListedSession = z.output<typeof ListedSession>

/** The second factors of the caller. */
export const SecondFactors = z.looseObject({
  password: z._default(z.boolean(), false),
  totp: z.boolean(),
  recovery_codes_left: z.number(),
  passkeys: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      created_at: z.string(),
      last_used_at: z.nullable(z.string()),
    }),
  ),
  /** Whether the roles of the caller take a second factor, so that the last one cannot be taken away. */
  required: z.boolean(),
})
export type SecondFactors = z.output<typeof SecondFactors>

/** A secret for an authenticator app, as text, as `otpauth:` URI and as QR code (an SVG picture). */
export const TotpSecret = z.looseObject({ secret: z.string(), uri: z.string(), qr_svg: z.string() })
export type TotpSecret = z.output<typeof TotpSecret>

/** Codes that each work once in place of an authenticator. Shown once. */
export const RecoveryCodes = z.looseObject({ codes: z.array(z.string()) })

export const NewPasswordInput = z.strictObject({
  current: z.optional(Password),
  password: Password,
})

/** `token` of a link that an admin or a terminal made; the person whose password it sets. */
export const LinkInput = z.strictObject({ token: safeText(64, 'the token of the link') })
export const OpenedLink = z.looseObject({
  purpose: z.string(),
  email: z._default(z.string(), ''),
  name: z._default(z.string(), ''),
  expires_at: z.string(),
})
export type OpenedLink = z.output<typeof OpenedLink>
export const SetPasswordInput = z.strictObject({ token: LinkInput.shape.token, password: Password })
export const SetUpInput = z.strictObject({
  token: LinkInput.shape.token,
  email: safeText(320, 'the email of the first admin'),
  name: safeText(1024, 'their name'),
  password: Password,
})

/** What a person sets for themselves. `time_zone` is an IANA name, `local` or empty for that of the browser. */
export const Profile = z.looseObject({ time_zone: z._default(z.string(), '') })
export type Profile = z.output<typeof Profile>
export const ProfileInput = z.strictObject({ time_zone: optionalText(64, 'an IANA time zone, or nothing') })
