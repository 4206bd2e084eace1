import type { actionEventKeys } from '#contract/activity/action-event.ts'

/** The words on the screen for the keys of an action event. */
export const labels: Readonly<Record<(typeof actionEventKeys)[number], string>> = {
  state: 'State',
  action_name: 'Action',
  action_type: 'Action type',
  workflow_name: 'Workflow',
  policy_name: 'Policy',
  policy_id: 'Policy id',
  policy_version_number: 'Policy version',
  identity_name: 'Identity',
  identity_id: 'Identity id',
  identity_type: 'Identity type',
  started_at: 'Started',
  completed_at: 'Completed',
  any_changes: 'Changes',
  jobs_started: 'Jobs',
  jobs_completed: 'Jobs completed',
  jobs_errored: 'Jobs errored',
  policy_task: 'Task',
  extraction_event: 'Extraction event',
  messages: 'Messages',
  event_source: 'Event source',
  dry_run: 'Dry run',
}
