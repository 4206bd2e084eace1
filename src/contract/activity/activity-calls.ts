import { ActionEvent, ActionEventRef } from './action-event.ts'
import { Count, CountQuery, ListQuery, page, value } from '../envelopes.ts'
import type { Route } from '../route.ts'

const ACTION_EVENTS = '/api/private/lifecycle_management/action_events'
export const OWN_ACTION_EVENTS = '/app/v1/activity/action_events'
const workflowActions = 'developers/api/lifecycle-management/activitylog/workflowactions'

/** The header of the first page of a list that says up to where events were stored when it was read. Opaque. */
export const storedHeader = 'Stored-Position'

/** The routes of the activity log: the vendor's (veza-api A.1 and A.2) and our own under /app/v1. */
export const activityRoutes = {
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
    summary: 'Count action events, up to 10,000',
    permission: 'activity:read',
    documented: false,
    query: CountQuery,
    reply: value(Count),
  },
} as const satisfies Record<string, Route>
