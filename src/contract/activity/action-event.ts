import * as z from 'zod/mini'
import { safeText } from '../text.ts'

/**
 * One executed action of a workflow task, as replies carry it (page "Workflow Actions"; keys in veza-api A.1).
 * Open: an unknown state or type stays the text it is, and keys that the contract does not name are kept.
 * Times are RFC 3339 in UTC with the digits they came with, or null when the moment has not come or is not known.
 */
export const ActionEvent = z.looseObject({
  policy_task: z.string(),
  action_name: z.string(),
  action_type: z.string(),
  state: z.string(),
  policy_id: z._default(z.string(), ''),
  policy_name: z._default(z.string(), ''),
  policy_version_number: z._default(z.number(), 0),
  workflow_name: z._default(z.string(), ''),
  identity_id: z._default(z.string(), ''),
  identity_name: z._default(z.string(), ''),
  identity_type: z._default(z.string(), ''),
  started_at: z._default(z.nullable(z.string()), null),
  completed_at: z._default(z.nullable(z.string()), null),
  any_changes: z._default(z.boolean(), false),
  jobs_started: z._default(z.number(), 0),
  jobs_completed: z._default(z.number(), 0),
  jobs_errored: z._default(z.number(), 0),
  extraction_event: z._default(z.nullable(z.string()), null),
  messages: z._default(z.array(z.string()), []),
  event_source: z._default(z.string(), ''),
  dry_run: z._default(z.boolean(), false),
})
export type ActionEvent = z.output<typeof ActionEvent>

/** The keys of an action event that the contract names, in the order in which files and drawers show them. */
export const actionEventKeys = Object.keys(ActionEvent.shape) as readonly (keyof typeof ActionEvent.shape)[]

/** The key of one event: its task and the name of its action in that task, both free text. */
export const ActionEventRef = z.strictObject({
  workflow_task: safeText(255, 'the task that the action ran in (`policy_task` of the event)'),
  action_name: safeText(1024, 'the name of the action, exactly as the event carries it'),
})
export type ActionEventRef = z.output<typeof ActionEventRef>
