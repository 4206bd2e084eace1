import { noTime } from '../../../store/database/schema.ts'
import type { ActionEventInput } from '../../../store/activity/load-action-events.ts'
import * as read from '../file/fields.ts'
import { extraOf } from '../file/extra.ts'
import { type LineProblem, Wrong } from '../../../lines/problem.ts'

const policyTask = read.address('id')
const actionName = read.address('name')
const noTimeNs = BigInt(noTime)

/**
 * Reads one action event from an object of values as JSON gives them (veza-api A.1). Keys that the contract does not
 * name go to `extra`. Gives the row for the store, or the first thing that is wrong with it.
 */
export function readEvent(object: Readonly<Record<string, unknown>>): ActionEventInput | LineProblem {
  let field = ''
  const at = <T>(key: string, value: (raw: unknown) => T): T => {
    field = key
    return value(object[key])
  }
  try {
    const started = at('started_at', read.time)
    const completed = at('completed_at', read.time)
    return {
      policy_task: at('policy_task', policyTask),
      action_name: at('action_name', actionName),
      action_type: at('action_type', read.actionType),
      state: at('state', read.state),
      policy_id: at('policy_id', read.id),
      policy_name: at('policy_name', read.name),
      policy_version_number: at('policy_version_number', read.count),
      workflow_name: at('workflow_name', read.name),
      identity_id: at('identity_id', read.id),
      identity_name: at('identity_name', read.name),
      identity_type: at('identity_type', read.id),
      started_at: started?.utc ?? null,
      started_ns: started?.ns ?? noTimeNs,
      completed_at: completed?.utc ?? null,
      completed_ns: completed?.ns ?? noTimeNs,
      any_changes: at('any_changes', read.flag),
      jobs_started: at('jobs_started', read.count),
      jobs_completed: at('jobs_completed', read.count),
      jobs_errored: at('jobs_errored', read.count),
      extraction_event: at('extraction_event', read.idOrNull),
      messages: at('messages', read.texts),
      event_source: at('event_source', read.id),
      dry_run: at('dry_run', read.flag),
      extra: at('', () => extraOf(object)),
    }
  } catch (error) {
    if (error instanceof Wrong) return { field, error: error.message }
    throw error
  }
}
