import type { ActionEvent } from '#contract/activity/action-event.ts'
import { counted } from '#std/counted.ts'
import { formatDuration } from '../duration.ts'
import { durationOf, noTime } from '../timing.ts'
import { failureBefore, hasNotRun } from './actions.ts'
import { clockText } from './words.ts'

/** When an action began and ended, how long it took and how many jobs it started. Of the day of `began` no date is written. */
export function factsText(action: ActionEvent, zone: string, began: string | undefined): string {
  const { jobs_started, jobs_errored } = action
  const duration = durationOf(action)
  const failed = jobs_errored > 0 ? `, ${jobs_errored} failed` : ''
  return [
    timesText(action, zone, began),
    duration.kind === 'known' && !hasNotRun(action) && formatDuration(duration.ns),
    jobs_started > 0 && `${counted(jobs_started, 'job')}${failed}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

function timesText(action: ActionEvent, zone: string, began: string | undefined): string {
  const { started_at, completed_at } = action
  const start = started_at === null ? undefined : clockText(started_at, zone, began)
  const end = completed_at === null ? undefined : clockText(completed_at, zone, started_at ?? began)
  if (start === undefined) {
    const why = noTime(action, 'started_at').toLowerCase()
    return end === undefined ? why : `${why}, ended ${end}`
  }
  // What was not carried out began and ended at the moment at which that was known.
  if (hasNotRun(action) && started_at === completed_at) return start
  return `${start} – ${end ?? noTime(action, 'completed_at').toLowerCase()}`
}

/** `after the failure at 14:03:22`, where that is known of an action; the day is left out where it is that of the first one. */
export function failureText(
  action: ActionEvent,
  actions: readonly ActionEvent[],
  zone: string,
): string | undefined {
  const at = failureBefore(action, actions)?.completed_at
  return at ? `after the failure at ${clockText(at, zone, actions[0]?.started_at)}` : undefined
}
