import type { ActionEvent } from '#contract/activity/action-event.ts'
import { isTerminal } from '#contract/activity/action-event-enums.ts'
import { elapsed } from './duration.ts'

/** How long an event took, in nanoseconds, or in a few words why that is not known. */
export type EventDuration =
  | { readonly kind: 'known'; readonly ns: bigint }
  | { readonly kind: 'unknown'; readonly why: string }

/** The time between an event's start and its end. A running event has no duration yet; none is made up from the clock. */
export function durationOf(event: ActionEvent): EventDuration {
  const ns = elapsed(event.started_at, event.completed_at)
  if (ns !== undefined) return { kind: 'known', ns }
  const missing = event.started_at === null ? 'started_at' : 'completed_at'
  return { kind: 'unknown', why: noTime(event, missing) }
}

/** Why an event lacks one of its two times. */
export function noTime(event: ActionEvent, which: 'started_at' | 'completed_at'): string {
  if (isTerminal(event.state)) return which === 'started_at' ? 'No start was recorded' : 'No end was recorded'
  if (which === 'started_at') return event.state === 'RUNNING' ? 'No start was recorded' : 'Not started yet'
  if (event.state === 'RUNNING') return 'Still running'
  return event.started_at === null ? 'Not started yet' : 'Not completed yet'
}
