import { defineFields } from '#scim/fields.ts'
import { actionStates, actionTypes } from './activity/action-event-enums.ts'

/**
 * The filterable fields of action events with exactly the operators that the vendor documents.
 * Copied line by line from the page "Workflow Actions", table "Filterable Fields"
 * (developers/api/lifecycle-management/activitylog/workflowactions). `fold` marks the two fields that the
 * page calls case-insensitive; every other text compares exactly. `open` marks the two whose undocumented names are
 * imported and kept.
 */
export const actionEventFields = defineFields({
  state: { type: 'enum', ops: ['eq'], values: actionStates.map((state) => state.name), open: true },
  policy_task: { type: 'text', ops: ['eq'] },
  action_name: { type: 'text', ops: ['eq', 'co'], fold: 'case' },
  action_type: { type: 'enum', ops: ['eq'], values: actionTypes.map((type) => type.name), open: true },
  policy_id: { type: 'text', ops: ['eq'] },
  workflow_name: { type: 'text', ops: ['eq', 'co'] },
  identity_id: { type: 'text', ops: ['eq', 'co', 'sw', 'ew'] },
  identity_name: { type: 'text', ops: ['eq', 'co', 'sw', 'ew'], fold: 'case' },
  started_at: { type: 'datetime', ops: ['gt', 'ge', 'lt', 'le'] },
  completed_at: { type: 'datetime', ops: ['gt', 'ge', 'lt', 'le'] },
  any_changes: { type: 'boolean', ops: ['eq'] },
  extraction_event: { type: 'text', ops: ['eq'] },
  jobs_started: { type: 'integer', ops: ['eq'] },
} as const)

export type ActionEventField = keyof typeof actionEventFields

/**
 * The fields that a list of any number of action events can be ordered by, each backed by an index of its own
 * (the vendor does not say which; `docs/local-server-differences.md`).
 */
export const indexedOrders = [
  'started_at',
  'completed_at',
  'state',
  'action_type',
  'identity_name',
  'policy_id',
] as const

/** So many events at most are sorted by a field of `limitedOrders`: all that match are read for each page. */
export const maxSortedEvents = 50_000

/** The fields that a list of at most `maxSortedEvents` matching events can be ordered by. */
export const limitedOrders = [
  'action_name',
  'workflow_name',
  'identity_id',
  'any_changes',
  'jobs_started',
  'policy_task',
  'extraction_event',
] as const

/** All fields that a list of action events can be ordered by. */
export const actionEventOrders = [...indexedOrders, ...limitedOrders] as const

export type ActionEventOrderField = (typeof actionEventOrders)[number]
