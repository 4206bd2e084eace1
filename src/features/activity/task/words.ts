import type { ActionEvent } from '#contract/activity/action-event.ts'
import { isTerminal } from '#contract/activity/action-event-enums.ts'
import { counted } from '#std/counted.ts'
import { isolated } from '#std/isolate.ts'
import { instantText } from '#ui/clock-text.ts'
import { stateOf } from '../choices.ts'
import { hasFailed, hasNotRun, momentsOf } from './actions.ts'

const units = [
  { name: 'day', ns: 86_400_000_000_000n },
  { name: 'hour', ns: 3_600_000_000_000n },
  { name: 'minute', ns: 60_000_000_000n },
] as const

/** A long time in words, in its two largest units: `3 days`, `2 hours 5 minutes`. */
export function longTimeText(ns: bigint): string {
  const first = units.findIndex((unit) => ns >= unit.ns)
  if (first < 0) return 'less than a minute'
  let rest = ns
  const parts = units.slice(first, first + 2).flatMap(({ name, ns: unit }) => {
    const count = Number(rest / unit)
    rest %= unit
    return count > 0 ? [counted(count, name)] : []
  })
  return parts.join(' ')
}

/** A time (RFC 3339) in a zone: the clock alone where it is of the day of another time, else with its date. */
export function clockText(at: string, zone: string, beside: string | null | undefined): string {
  const text = instantText(at, zone)
  const dateLength = '2026-01-31'.length
  const isSameDay = beside && instantText(beside, zone).slice(0, dateLength) === text.slice(0, dateLength)
  return isSameDay ? text.slice(dateLength + 1) : text
}

/** Names in a row: all of a few, else the first ones and how many more. */
export function namesText(names: readonly string[]): string {
  const limit = 3
  const quoted = names.map(isolated)
  if (quoted.length > limit)
    return `${quoted.slice(0, limit - 1).join(', ')} and ${quoted.length - limit + 1} more`
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}

/** What became of a task: a word with its look, and what more is known. */
export type TaskState = Pick<ReturnType<typeof stateOf>, 'icon' | 'tone' | 'label'> & {
  readonly text: string
}

/**
 * What became of a task, as far as its actions say: `Failed`, `at Create mailbox; 3 of 5 actions have not run`. `isCut`:
 * there are more actions than these.
 */
export function taskState(actions: readonly ActionEvent[], isCut: boolean): TaskState {
  const { text, ...look } = lookOf(actions)
  const idle = actions.filter(hasNotRun).length
  const rest =
    idle > 0 &&
    `${idle.toLocaleString('en')} of ${readText(actions, isCut)} ${idle === 1 ? 'has' : 'have'} not run`
  const asFar = isCut && 'as far as its actions are read'
  return { ...look, text: [[text, asFar].filter(Boolean).join(', '), rest].filter(Boolean).join('; ') }
}

/** Of how many actions something is said: all, or those that are read. */
export function readText(actions: readonly ActionEvent[], isCut: boolean): string {
  return isCut ? 'those that are read' : counted(actions.length, 'action')
}

function lookOf(actions: readonly ActionEvent[]): TaskState {
  const names = (isMeant: (action: ActionEvent) => boolean) =>
    namesText(actions.filter(isMeant).map(({ action_name }) => action_name))
  const isIn = (name: string) => (action: ActionEvent) => action.state === name
  if (actions.some(hasFailed)) return { ...stateOf('ERRORED'), text: `at ${names(hasFailed)}` }
  if (actions.some(isIn('RUNNING'))) return { ...stateOf('RUNNING'), text: names(isIn('RUNNING')) }
  if (actions.some(isIn('BLOCKED'))) return { ...stateOf('BLOCKED'), text: `at ${names(isIn('BLOCKED'))}` }
  const text = namesText(countsOf(actions))
  if (actions.some(({ state }) => !isTerminal(state)))
    return { icon: 'clock', tone: 'waiting', label: 'Not finished', text }
  if (actions.some(isIn('ABANDONED')))
    return { ...stateOf('ABANDONED'), text: `at ${names(isIn('ABANDONED'))}` }
  if (actions.every(isIn('COMPLETED'))) return { ...stateOf('COMPLETED'), text: '' }
  return { icon: 'circle', tone: 'neutral', label: 'Ended', text }
}

/** How many are in each state, the most common first. */
function countsOf(actions: readonly ActionEvent[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { state } of actions) counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([state, count]) => `${count.toLocaleString('en')} ${labelOf(state)}`)
}

/** The word for a state inside of a sentence; one that is not known keeps its letters. */
function labelOf(name: string): string {
  const { label } = stateOf(name)
  return label === name ? label : label.toLowerCase()
}

/** From when to when a task ran, as far as its actions say. */
export type TaskTimes = {
  /** The first start and the last end that are recorded (RFC 3339). */
  readonly began: string | undefined
  readonly ended: string | undefined
  /** Whether every action is in a final state. */
  readonly isOver: boolean
  /** How many actions have run without both times being recorded: the task may have begun sooner or ended later. */
  readonly missing: number
}

/** The times of a task. */
export function taskTimes(actions: readonly ActionEvent[]): TaskTimes {
  const ran = actions.filter((action) => !hasNotRun(action) && isTerminal(action.state))
  return {
    began: extreme(actions, 'started_at', 'start', -1),
    ended: extreme(actions, 'completed_at', 'end', 1),
    isOver: actions.every(({ state }) => isTerminal(state)),
    missing: ran.filter(({ started_at, completed_at }) => started_at === null || completed_at === null)
      .length,
  }
}

function extreme(
  actions: readonly ActionEvent[],
  field: 'started_at' | 'completed_at',
  moment: 'start' | 'end',
  sign: 1 | -1,
): string | undefined {
  let best: { readonly at: string; readonly ns: bigint } | undefined
  for (const action of actions) {
    const ns = momentsOf(action)[moment]
    const at = action[field]
    if (ns === undefined || at === null) continue
    if (!best || (sign > 0 ? ns > best.ns : ns < best.ns)) best = { at, ns }
  }
  return best?.at
}
