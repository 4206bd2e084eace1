import { sql } from 'kysely'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ActionEventRow } from '../database/schema.ts'

/** The columns that readers of an action event see. */
export const shownColumns = sql.raw(
  `policy_task, action_name, action_type, state, policy_id, policy_name, policy_version_number, workflow_name,
   identity_id, identity_name, identity_type, started_at, completed_at, any_changes, jobs_started, jobs_completed,
   jobs_errored, extraction_event, messages, event_source, dry_run, extra`,
)

/** A stored row as the contract gives it: unknown imported keys beside the known ones, never in place of them. */
export function toActionEvent({
  extra,
  ...row
}: ActionEventRow & { position?: string[]; stored?: string }): ActionEvent {
  delete row.position
  delete row.stored
  return extra ? { ...extra, ...row } : row
}
