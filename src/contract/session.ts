import * as z from 'zod/mini'
import { WorkflowUser } from './people.ts'

/** The caller's session as the page needs it: who I am, and what this server can do beyond the vendor's contract. */
export const Session = z.looseObject({
  actor: z.looseObject({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    user: z._default(WorkflowUser, { user_type: '', id: '', email: '', name: '' }),
  }),
  capabilities: z.looseObject({ mode: z.string() }),
})
export type Session = z.output<typeof Session>

/** Whom a session is for: the local auditor, or the account of the demonstration that is named. */
export const SessionInput = z.strictObject({
  account: z.optional(z.strictObject({ user_type: z.string(), id: z.string() })),
})

/** An account of the demonstration, as the sign-in page offers it. */
export const Account = z.looseObject({
  ...WorkflowUser.shape,
  roles: z.array(z.string()),
  about: z._default(z.string(), ''),
})
export type Account = z.output<typeof Account>
