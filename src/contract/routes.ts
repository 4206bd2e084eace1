import * as z from 'zod/mini'
import { ActionEvent, ActionEventOrigin, ActionEventRef, ActivityFreshness } from './action-event.ts'
import { Count, CountQuery, ListQuery, page, value } from './envelopes.ts'
import type { PermissionName } from './permissions.ts'
import { Session } from './session.ts'

/** One call of the API. `{name}` in a path is a parameter; a `:verb` suffix is the vendor's spelling. */
export type Route = {
  readonly method: 'GET' | 'POST'
  readonly path: `/${string}`
  readonly summary: string
  readonly permission: PermissionName
  /** The vendor's page that documents the call, or false for our own paths under /app/v1. */
  readonly documented: string | false
  readonly params?: z.ZodMiniType
  readonly query?: z.ZodMiniType
  readonly body?: z.ZodMiniType
  readonly reply: z.ZodMiniType
}

const ACTION_EVENTS = '/api/private/lifecycle_management/action_events'
const OWN_ACTION_EVENTS = '/app/v1/activity/action_events'
const workflowActions = 'developers/api/lifecycle-management/activitylog/workflowactions'

/**
 * Everything that can be called, one entry a call. The typed client, the server's handlers (leaving one out does
 * not compile), validation, the API page and the permission tests are all made from this table.
 */
export const routes = {
  listActionEvents: {
    method: 'GET',
    path: ACTION_EVENTS,
    summary: 'List Workflow Action Events',
    permission: 'activity:read',
    documented: workflowActions,
    query: ListQuery,
    reply: page(ActionEvent),
  },
  getActionEvent: {
    method: 'GET',
    path: `${ACTION_EVENTS}/{workflow_task}/{action_name}`,
    summary: 'Get Workflow Action Event',
    permission: 'activity:read',
    documented: workflowActions,
    params: ActionEventRef,
    reply: value(ActionEvent),
  },
  countActionEvents: {
    method: 'GET',
    path: `${OWN_ACTION_EVENTS}:count`,
    summary: 'Count the action events that match a filter, up to 10,000',
    permission: 'activity:read',
    documented: false,
    query: CountQuery,
    reply: value(Count),
  },
  getActionEventOrigin: {
    method: 'GET',
    path: `${OWN_ACTION_EVENTS}/{workflow_task}/{action_name}/origin`,
    summary: 'Which import an action event came from',
    permission: 'activity:read',
    documented: false,
    params: ActionEventRef,
    reply: value(ActionEventOrigin),
  },
  getActivityFreshness: {
    method: 'GET',
    path: '/app/v1/activity/freshness',
    summary: 'How fresh the stored action events are',
    permission: 'activity:read',
    documented: false,
    reply: value(ActivityFreshness),
  },
  startSession: {
    method: 'POST',
    path: '/app/v1/session',
    summary: 'Start a session as the local auditor (servers bound to loopback only)',
    permission: 'public',
    documented: false,
    body: z.strictObject({}),
    reply: value(Session),
  },
  getSession: {
    method: 'GET',
    path: '/app/v1/session',
    summary: 'The session of the caller',
    permission: 'session',
    documented: false,
    reply: value(Session),
  },
} as const satisfies Record<string, Route>

export type Routes = typeof routes
export type RouteName = keyof Routes

type Part<R, K extends 'params' | 'query' | 'body', Side extends 'input' | 'output'> =
  R extends Record<K, infer S extends z.ZodMiniType>
    ? { readonly [P in K]: Side extends 'input' ? z.input<S> : z.output<S> }
    : unknown

/** What a caller gives: parameters, query and body as they stand before validation. */
export type CallInput<N extends RouteName> = Part<Routes[N], 'params', 'input'> &
  Part<Routes[N], 'query', 'input'> &
  Part<Routes[N], 'body', 'input'>

/** What a handler receives: the same after validation. */
export type HandlerInput<N extends RouteName> = Part<Routes[N], 'params', 'output'> &
  Part<Routes[N], 'query', 'output'> &
  Part<Routes[N], 'body', 'output'>

/** The body of a successful answer. */
export type Reply<N extends RouteName> = z.output<Routes[N]['reply']>
