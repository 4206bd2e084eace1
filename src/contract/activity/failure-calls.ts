import * as z from 'zod/mini'
import { page, value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { OWN_EVENTS } from './event-calls.ts'
import { ExportQuery } from './export.ts'
import {
  CauseRef,
  EventFailure,
  EventFailureRef,
  FailureBoard,
  FailureDetails,
  FailureIdentitiesBody,
  FailureIdentitiesQuery,
  FailureIdentity,
  FailuresQuery,
} from './failures.ts'

const FAILURES = '/app/v1/activity/failures'

/** Why actions failed, and what has become of it. */
export const failureRoutes = {
  listFailures: {
    method: 'GET',
    path: FAILURES,
    summary: 'The causes of failed action events, and what has become of them',
    permission: 'activity:read',
    documented: false,
    query: FailuresQuery,
    reply: value(FailureBoard),
  },
  getFailure: {
    method: 'GET',
    path: `${FAILURES}/{cause_id}`,
    summary: 'One cause of failed action events',
    permission: 'activity:read',
    documented: false,
    params: CauseRef,
    query: FailuresQuery,
    reply: value(FailureDetails),
  },
  listFailureIdentities: {
    method: 'GET',
    path: `${FAILURES}/{cause_id}/identities`,
    summary: 'The identities that a cause struck, and what has become of each',
    permission: 'activity:read',
    documented: false,
    params: CauseRef,
    query: FailureIdentitiesQuery,
    reply: page(FailureIdentity),
  },
  exportFailureIdentities: {
    method: 'POST',
    path: `${FAILURES}/{cause_id}/identities:export`,
    summary: 'Export the identities that a cause struck',
    permission: 'activity:export',
    documented: false,
    params: CauseRef,
    query: ExportQuery,
    body: FailureIdentitiesBody,
    reply: value(z.looseObject({ id: z.string() })),
  },
  getEventFailure: {
    method: 'GET',
    path: `${OWN_EVENTS}/{workflow_task}/{action_name}/failure`,
    summary: 'The cause of one failed action event, and what has become of it',
    permission: 'activity:read',
    documented: false,
    params: EventFailureRef,
    reply: value(EventFailure),
  },
} as const satisfies Record<string, Route>
