import type { ActionEventRef } from '#contract/activity/action-event.ts'

/** The address of the Workflow Actions tab. */
export const workflowActionsPath = '/activity/workflow-actions'

/** The address below which tasks are, each by its id. */
export const tasksPath = '/activity/tasks'

/** The address of the causes of failed actions; each has its own below. */
export const failuresPath = '/activity/failures'

/** One event's address below the tab, as a pattern for the router. It only matches; `readEventPath` reads. */
export const eventPattern = ':workflow_task/:action_name'

/**
 * The address of one event; task and action name are any text, each encoded whole. Only `.` and `..` cannot be
 * addressed, because every browser folds them away, encoded or not; the server takes no event of that name.
 */
export function eventPath(ref: ActionEventRef): string {
  return `${workflowActionsPath}/${encodeURIComponent(ref.workflow_task)}/${encodeURIComponent(ref.action_name)}`
}

/**
 * The event that an address names, undefined when it names none or cannot be decoded. Takes the raw path as in
 * `location.pathname`: the router decodes it twice over, after which `%252F` and `%2F` are the same.
 */
export function readEventPath(pathname: string): ActionEventRef | undefined {
  if (!pathname.startsWith(`${workflowActionsPath}/`)) return undefined
  const [task, action, ...more] = pathname
    .slice(workflowActionsPath.length + 1)
    .replace(/\/$/, '')
    .split('/')
  if (!task || !action || more.length > 0) return undefined
  try {
    return { workflow_task: decodeURIComponent(task), action_name: decodeURIComponent(action) }
  } catch {
    return undefined
  }
}

/** The query of the tab's address that lists the events of one task. */
export function taskSearch(task: string): string {
  return `?${new URLSearchParams({ policy_task: `eq:${task}` }).toString()}`
}
