import * as z from 'zod/mini'
import { page } from '../envelopes.ts'
import { WorkflowUser } from '../people.ts'
import { safeText } from '../text.ts'

/**
 * Under what a page keeps changes that are not sent yet: `actor` is a hash of the person, which `X-Actor` repeats with
 * each change; `key` (32 bytes in base64) encrypts them on the device and is never written there.
 */
export const OutboxIdentity = z.looseObject({ actor: z.string(), key: z.string() })
export type OutboxIdentity = z.output<typeof OutboxIdentity>

/** The caller's session: who they are, and what this server can do beyond the vendor's contract. */
export const Session = z.looseObject({
  actor: z.looseObject({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    user: z._default(WorkflowUser, { user_type: '', id: '', email: '', name: '' }),
  }),
  capabilities: z.looseObject({ mode: z.string() }),
  /** Whether any of the data is made up for a demonstration, which every screen says. */
  demo: z._default(z.boolean(), false),
  /** Given to sessions of the page only, never to API keys. */
  outbox: z.optional(OutboxIdentity),
})
export type Session = z.output<typeof Session>

/** Whom a session is for: the local auditor, or the account of the demonstration that is named. */
export const SessionInput = z.strictObject({
  account: z.optional(
    z.strictObject({ user_type: safeText(255, 'its type'), id: safeText(255, 'its id under that type') }),
  ),
})

/** An account of the demonstration, as the sign-in page offers it. */
export const Account = z.looseObject({
  ...WorkflowUser.shape,
  roles: z.array(z.string()),
  about: z._default(z.string(), ''),
})
export type Account = z.output<typeof Account>

/** The accounts, and whether whoever asks sits at the machine of the server and needs none to come in. */
export const Accounts = z.looseObject({ ...page(Account).shape, local: z._default(z.boolean(), false) })
export type Accounts = z.output<typeof Accounts>
