import type { ActionEvent } from '#contract/activity/action-event.ts'
import { isTerminal } from '#contract/activity/action-event-enums.ts'
import { parseInstant } from '#std/instant.ts'

/** When an action began and ended, in nanoseconds since 1970; undefined where that is not recorded. */
export type Moments = { readonly start: bigint | undefined; readonly end: bigint | undefined }

/** Of a long task they are asked for many times. */
const read = new WeakMap<ActionEvent, Moments>()

/** The two moments of an action. */
export function momentsOf(action: ActionEvent): Moments {
  const known = read.get(action)
  if (known) return known
  const moments = { start: nsOf(action.started_at), end: nsOf(action.completed_at) }
  read.set(action, moments)
  return moments
}

function nsOf(at: string | null): bigint | undefined {
  return at === null ? undefined : parseInstant(at)?.ns
}

/**
 * The actions of a task by their start, those that have none at the end; where starts are equal or missing they keep the
 * order in which the server gave them.
 */
export function inOrder(actions: readonly ActionEvent[]): readonly ActionEvent[] {
  return actions.toSorted((a, b) => {
    const [x, y] = [momentsOf(a).start, momentsOf(b).start]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return x < y ? -1 : Number(x > y)
  })
}

/** Whether an action failed. */
export function hasFailed({ state }: ActionEvent): boolean {
  return state === 'ERRORED'
}

/** States in which an action that has no start has not been carried out. */
const idle: ReadonlySet<string> = new Set(['INITIAL', 'SCHEDULED', 'PENDING', 'BLOCKED', 'ABANDONED'])

/** Whether an action has not been carried out, as far as its state and start say; a skipped one has not, whenever that was. */
export function hasNotRun({ state, started_at }: ActionEvent): boolean {
  return state === 'SKIPPED' || (started_at === null && idle.has(state))
}

/** The last failure that an action is known to come after, if there is one. Equal times are no order. */
export function failureBefore(action: ActionEvent, actions: readonly ActionEvent[]): ActionEvent | undefined {
  let last: { readonly failed: ActionEvent; readonly end: bigint } | undefined
  for (const failed of actions) {
    const { end } = momentsOf(failed)
    if (failed === action || !hasFailed(failed) || end === undefined) continue
    if (isAfter(action, end) && (!last || end > last.end)) last = { failed, end }
  }
  return last?.failed
}

/** Whether an action began after a moment in the past, or waits to this day; one that has ended at no known time may have been before. */
function isAfter(action: ActionEvent, moment: bigint): boolean {
  const { start, end } = momentsOf(action)
  if (start !== undefined) return start > moment
  if (end !== undefined) return end > moment
  return hasNotRun(action) && !isTerminal(action.state)
}

/** The other actions that were under way while an action was. One that has not ended is under way still. */
export function inParallelWith(action: ActionEvent, actions: readonly ActionEvent[]): readonly ActionEvent[] {
  const own = spanOf(action)
  if (!own) return []
  return actions.filter((other) => {
    const span = other === action ? undefined : spanOf(other)
    return span !== undefined && begins(own, span) && begins(span, own)
  })
}

type Span = { readonly start: bigint; readonly end: bigint | undefined }

/** From when to when an action was under way, `end` undefined while it is; undefined where that is not known, or is no time. */
function spanOf(action: ActionEvent): Span | undefined {
  const { start, end } = momentsOf(action)
  if (start === undefined || hasNotRun(action)) return undefined
  if (end === undefined) return isTerminal(action.state) ? undefined : { start, end }
  return end > start ? { start, end } : undefined
}

/** Whether a span begins before another ends. */
function begins(span: Span, other: Span): boolean {
  return other.end === undefined || span.start < other.end
}
