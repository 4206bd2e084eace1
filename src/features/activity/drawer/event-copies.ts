import { activityRoutes } from '#contract/activity/activity-calls.ts'
import type { ActionEventRef } from '#contract/activity/action-event.ts'
import { requestOf } from '#contract/request.ts'

/** The command that reads one event from the server at `origin`, with the key taken from the environment. */
export function curlOf(ref: ActionEventRef, origin: string): string {
  const { path } = requestOf(activityRoutes.getActionEvent, { params: ref })
  // The only character that ends a quoted word in a shell, and that URLs leave as it is.
  const url = `${origin}${path}`.replaceAll("'", '%27')
  return `curl -H "Authorization: Bearer $COUNTERSIGN_KEY" '${url}'`
}
