import * as z from 'zod/mini'
import { page } from '../envelopes.ts'
import { WorkflowUser } from '../people.ts'
import { safeText } from '../text.ts'

/**
 * What a page needs to keep unsent changes on the device. `actor` is a hash of the person, sent with each change as
 * `X-Actor`; `key` is 32 bytes in base64 that encrypt the changes, and is never written to the device.
 */
export const OutboxIdentity = z.looseObject({ actor: z.string(), key: z.string() })
export type OutboxIdentity = z.output<typeof OutboxIdentity>

/** How far a session is, how long it lasts, and what its person can prove who they are by. Times are RFC 3339 in UTC. */
export const SessionState = z.looseObject({
  /** `complete`; or `enrol`, which lets the person do nothing but set up the second factor that their roles take. */
  stage: z._default(z.string(), 'complete'),
  /** When it is over, used or not. */
  expires_at: z.string(),
  /** After so many seconds without use it is over; absent where it is not. What the page asks by itself is no use. */
  idle_seconds: z.optional(z.number()),
  /** When that is, unless the person does something meanwhile. */
  idle_ends_at: z.optional(z.string()),
  /** When the person last proved who they are: for ten minutes that is enough for what takes a fresh proof. */
  authenticated_at: z.string(),
  /** How they can prove it again: `PASSWORD`, `TOTP`, `RECOVERY_CODE`, `PASSKEY`, `OIDC`. None at the open entrance. */
  proofs: z._default(z.array(z.string()), []),
  /** Whether the person has a password here. */
  local_account: z._default(z.boolean(), false),
})
export type SessionState = z.output<typeof SessionState>

/** The caller's session: who they are, and what this server can do beyond the vendor's contract. */
export const Session = z.looseObject({
  actor: z.looseObject({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    user: z._default(WorkflowUser, { user_type: '', id: '', email: '', name: '' }),
  }),
  capabilities: z.looseObject({ mode: z.string() }),
  /** By which the person came in: `entrance`, `password`, `passkey` or `oidc`; absent for a key. */
  method: z.optional(z.string()),
  /** Whether any of the data is made up for a demonstration, which every screen says. */
  demo: z._default(z.boolean(), false),
  /** Roles come from claims of the identity provider at each sign-in. */
  roles_from_claims: z.optional(z.boolean()),
  /** Given to sessions of the page only, never to API keys. */
  outbox: z.optional(OutboxIdentity),
  /** Given to sessions of the page only. */
  state: z.optional(SessionState),
})
export type Session = z.output<typeof Session>

/** Who the new session is for: the named account of the demonstration, or the local auditor where none is named. */
export const SessionInput = z.strictObject({
  account: z.optional(
    z.strictObject({ user_type: safeText(255, 'its type'), id: safeText(255, 'its id under that type') }),
  ),
})

/** An account of the demonstration, for the sign-in page. */
export const Account = z.looseObject({
  ...WorkflowUser.shape,
  roles: z.array(z.string()),
  about: z._default(z.string(), ''),
})
export type Account = z.output<typeof Account>

/**
 * The accounts of the demonstration. `local`: the caller sits at the server's own machine, and may come in without
 * any.
 */
export const Accounts = z.looseObject({ ...page(Account).shape, local: z._default(z.boolean(), false) })
export type Accounts = z.output<typeof Accounts>
