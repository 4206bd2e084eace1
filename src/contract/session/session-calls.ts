import * as z from 'zod/mini'
import { value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { Accounts, Session, SessionInput } from './session.ts'

/** The routes of the caller's own session, and of the accounts that can sign in. */
export const sessionRoutes = {
  /** Without an account, a session that is there goes on. */
  startSession: {
    method: 'POST',
    path: '/app/v1/session',
    summary: 'Start a session as the local auditor or an account of the demonstration (on this machine only)',
    permission: 'public',
    documented: false,
    body: SessionInput,
    reply: value(Session),
  },
  listAccounts: {
    method: 'GET',
    path: '/app/v1/accounts',
    summary: 'The accounts of the demonstration, which anybody on this machine may use',
    permission: 'public',
    documented: false,
    reply: Accounts,
  },
  endSession: {
    method: 'POST',
    path: '/app/v1/session:end',
    summary:
      'End the session of the caller; `provider_url` is where the browser ends it at the identity provider too',
    permission: 'public',
    documented: false,
    body: z.strictObject({}),
    reply: z.looseObject({ provider_url: z.optional(z.string()) }),
  },
  getSession: {
    method: 'GET',
    path: '/app/v1/session',
    summary:
      'The session of the caller; `demo` says to everybody that any of the data is made up for the demonstration',
    permission: 'enrolling',
    documented: false,
    reply: value(Session),
  },
} as const satisfies Record<string, Route>
