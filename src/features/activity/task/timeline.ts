import type { ActionEvent } from '#contract/activity/action-event.ts'
import { isTerminal } from '#contract/activity/action-event-enums.ts'
import { hasNotRun, momentsOf } from './actions.ts'

/** The time between two neighbouring moments at which an action began or ended, and where it is drawn: 0 to 1. */
export type Stretch = {
  readonly from: bigint
  readonly to: bigint
  /** Whether no action was under way. */
  readonly isIdle: boolean
  /** Whether it is a long pause, drawn short. */
  readonly isFolded: boolean
  readonly left: number
  readonly width: number
}

/** A part of an action's bar, 0 to 1. */
export type BarPart = {
  readonly left: number
  readonly width: number
  readonly look: 'solid' | 'folded' | 'open'
}

/** When the actions of a task were under way, on one line. */
export type Timeline = {
  readonly stretches: readonly Stretch[]
  /** The whole line, in as few parts as show what is folded. */
  readonly track: readonly BarPart[]
  /** The parts of an action's bar, one after the other; none where it has no start. */
  readonly barOf: (action: ActionEvent) => readonly BarPart[]
}

/** A pause is folded from this length on, in nanoseconds, where it is longer than all that is drawn as long as it was. */
const leastFolded = 60_000_000_000n

/** Shares of the width: of what has not ended, of a folded pause, and of all of these together at most. */
const openWidth = 0.1
const foldWidth = 0.06
const foldsWidth = 0.5

type Span = {
  readonly start: bigint
  readonly end: bigint
  /** It has not ended. */
  readonly isOpen: boolean
  readonly isPause: boolean
}

/**
 * The line of a task. Pauses that are longer than all the rest are folded: while nothing is under way, or nothing but an
 * action that pauses. No clock is asked: what has not ended reaches the end of the line.
 */
export function timelineOf(actions: readonly ActionEvent[]): Timeline {
  const known = actions.flatMap((action) => spanOf(action) ?? [])
  const moments = [...new Set(known.flatMap(({ start, end }) => [start, end]))].toSorted((a, b) =>
    a < b ? -1 : 1,
  )
  const isOpen = known.some((span) => span.isOpen)
  const stretches = drawn(
    moments.slice(1).map((to, at) => stretchOf(moments[at] ?? to, to, known)),
    isOpen ? 1 - openWidth : 1,
  )
  const placeOf = (moment: bigint) => {
    const last = stretches.at(-1)
    return (
      stretches.find(({ from }) => from === moment)?.left ??
      (last && last.to === moment ? last.left + last.width : 0)
    )
  }
  return {
    stretches,
    track: partsOf(stretches),
    barOf(action) {
      const span = spanOf(action)
      if (!span) return []
      const parts = partsOf(
        stretches.filter(({ from, to }) => from >= span.start && (span.isOpen || to <= span.end)),
      )
      if (span.isOpen) return [...parts, { left: 1 - openWidth, width: openWidth, look: 'open' }]
      return parts.length > 0 ? parts : [{ left: placeOf(span.start), width: 0, look: 'solid' }]
    },
  }
}

/** Stretches that follow one another, joined where they look the same. */
function partsOf(stretches: readonly Stretch[]): readonly BarPart[] {
  const parts: BarPart[] = []
  for (const { left, width, isFolded } of stretches) {
    const look = isFolded ? 'folded' : 'solid'
    const last = parts.at(-1)
    if (last?.look === look) parts.splice(-1, 1, { ...last, width: left + width - last.left })
    else parts.push({ left, width, look })
  }
  return parts
}

function spanOf(action: ActionEvent): Span | undefined {
  const { start, end } = momentsOf(action)
  if (start === undefined) return undefined
  const isPause = action.action_type === 'PAUSE' || hasNotRun(action)
  const isOpen = end === undefined && !isTerminal(action.state)
  return { start, end: end !== undefined && end > start ? end : start, isOpen, isPause }
}

type Undrawn = Pick<Stretch, 'from' | 'to' | 'isIdle'> & { readonly isPause: boolean }

function stretchOf(from: bigint, to: bigint, spans: readonly Span[]): Undrawn {
  const underWay = spans.filter(({ start, end, isOpen }) => start <= from && (isOpen || end >= to))
  return { from, to, isIdle: underWay.length === 0, isPause: underWay.every(({ isPause }) => isPause) }
}

function lengthOf({ from, to }: Pick<Stretch, 'from' | 'to'>): bigint {
  return to - from
}

/** The length from which pauses are folded, undefined where none is. */
function foldedFrom(stretches: readonly Undrawn[]): bigint | undefined {
  const pauses = stretches.filter(({ isPause }) => isPause).map(lengthOf)
  let drawnLength = stretches.reduce((sum, each) => (each.isPause ? sum : sum + lengthOf(each)), 0n)
  for (const length of pauses.toSorted((a, b) => (a < b ? -1 : 1))) {
    if (length >= leastFolded && length > drawnLength) return length
    drawnLength += length
  }
  return undefined
}

/** Stretches with their places, from 0 to `end`. */
function drawn(stretches: readonly Undrawn[], end: number): readonly Stretch[] {
  const least = foldedFrom(stretches)
  const isFolded = (each: Undrawn) => each.isPause && least !== undefined && lengthOf(each) >= least
  const folds = stretches.filter(isFolded).length
  const rest = Number(stretches.reduce((sum, each) => (isFolded(each) ? sum : sum + lengthOf(each)), 0n))
  // Where there is nothing but pauses they have all of it.
  const ofFolds = rest === 0 ? end : Math.min(folds * foldWidth, foldsWidth) * end
  let left = 0
  return stretches.map((each) => {
    const { from, to, isIdle } = each
    const width = isFolded(each) ? ofFolds / folds : (Number(lengthOf(each)) / rest) * (end - ofFolds)
    const stretch = { from, to, isIdle, isFolded: isFolded(each), left, width }
    left += width
    return stretch
  })
}
