import { describe, expect, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { actionStates, isTerminal } from '#contract/activity/action-event-enums.ts'
import { anEvent } from '#testing/action-events.ts'
import { createRandom, type Random } from '#testing/random.ts'
import { failureBefore, hasNotRun, inOrder, inParallelWith, momentsOf } from './actions.ts'
import { timelineOf } from './timeline.ts'
import { longTimeText, taskState, taskTimes } from './words.ts'

const second = 1_000
const spans = [0, 1, 2, 30 * second, 61 * second, 3_600 * second, 3 * 86_400 * second]
const start = Date.UTC(2026, 1, 7)

/** Actions of a task as files may have them: missing and equal times, ends before starts, states nobody knows. */
function randomActions(random: Random): readonly ActionEvent[] {
  let clock = start
  return Array.from({ length: random.below(9) }, (_, index) => {
    const began = random.chance(0.15) ? null : clock
    clock += random.pick(spans)
    const ended = random.chance(0.2) ? null : random.chance(0.05) ? start - second : clock
    if (random.chance(0.5)) clock += random.pick(spans)
    return anEvent({
      action_name: `Step ${index}`,
      action_type: random.pick(['PAUSE', 'SYNC_IDENTITIES']),
      state: random.pick([...actionStates.map(({ name }) => name), 'ERRORED', 'COMPLETED', 'HALF_DONE']),
      started_at: began === null ? null : new Date(began).toISOString(),
      completed_at: ended === null ? null : new Date(ended).toISOString(),
    })
  })
}

/** The same many times over. */
function forRandomActions(check: (actions: readonly ActionEvent[], random: Random) => void): void {
  const random = createRandom(20_260_207)
  for (let run = 0; run < 2_000; run++) check(randomActions(random), random)
}

const ms = (at: string | null) => (at === null ? undefined : Date.parse(at))

describe('whatever the times of the actions', () => {
  test('they stand by their start, those without one last, in the order of the server where nothing says more', () => {
    forRandomActions((actions, random) => {
      const given = actions.toSorted(() => random.next() - 0.5)
      const keys = given.map((action, place) => [ms(action.started_at) ?? Infinity, place] as const)
      const expected = keys
        .toSorted(([a, x], [b, y]) => (a === b ? x - y : a < b ? -1 : 1))
        .map(([, place]) => given[place])
      expect(inOrder(given)).toEqual(expected)
    })
  })

  test('what came after a failure is known to have, or waits still', () => {
    forRandomActions((actions) => {
      for (const action of actions) {
        const ends = actions
          .filter((other) => other !== action && other.state === 'ERRORED')
          .flatMap((other) => ms(other.completed_at) ?? [])
        const at = ms(action.started_at) ?? ms(action.completed_at)
        const waits = at === undefined && hasNotRun(action) && !isTerminal(action.state)
        const before = ends.filter((end) => waits || (at !== undefined && at > end))
        expect(ms(failureBefore(action, actions)?.completed_at ?? null)).toBe(
          before.length === 0 ? undefined : Math.max(...before),
        )
      }
    })
  })

  test('two are in parallel where a moment lies within both, and then each with the other', () => {
    forRandomActions((actions) => {
      const moments = actions.flatMap(({ started_at, completed_at }) => [ms(started_at), ms(completed_at)])
      const halves = [...moments.flatMap((at) => (at === undefined ? [] : [at + 0.5])), Infinity]
      const isAt = (action: ActionEvent, moment: number) => {
        const from = ms(action.started_at)
        const open = action.completed_at === null && !isTerminal(action.state)
        const to = open ? Infinity : (ms(action.completed_at) ?? -Infinity)
        return from !== undefined && !hasNotRun(action) && from < moment && moment <= to
      }
      for (const action of actions)
        expect(inParallelWith(action, actions)).toEqual(
          actions.filter(
            (other) =>
              other !== action && halves.some((moment) => isAt(action, moment) && isAt(other, moment)),
          ),
        )
    })
  })

  test('the line is whole and in order, and only pauses longer than all the rest are folded', () => {
    forRandomActions((actions) => {
      const { stretches, barOf } = timelineOf(actions)
      const isOpen = actions.some(
        (action) =>
          momentsOf(action).start !== undefined && action.completed_at === null && !isTerminal(action.state),
      )
      const end = isOpen ? 0.9 : 1
      if (stretches.length > 0)
        expect(stretches.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(end, 9)
      const length = ({ from, to }: (typeof stretches)[number]) => Number(to - from)
      const isPause = ({ from, to }: (typeof stretches)[number]) =>
        actions.every((action) => {
          const { start: began, end: ended } = momentsOf(action)
          if (began === undefined || action.action_type === 'PAUSE' || hasNotRun(action)) return true
          const isLive = ended === undefined && !isTerminal(action.state)
          return began > from || !(isLive || (ended !== undefined && ended >= to && ended > began))
        })
      const pauses = stretches.filter(isPause)
      const work = stretches.filter((each) => !isPause(each)).reduce((sum, each) => sum + length(each), 0)
      const isLong = (each: (typeof stretches)[number]) =>
        length(each) >= 60e9 &&
        length(each) >
          work +
            pauses
              .filter((other) => length(other) < length(each))
              .reduce((sum, other) => sum + length(other), 0)
      for (const [at, stretch] of stretches.entries()) {
        const before = stretches[at - 1]
        if (before) {
          expect(stretch.from).toBe(before.to)
          expect(stretch.left).toBeCloseTo(before.left + before.width, 9)
        }
        expect(stretch.isFolded).toBe(
          isPause(stretch) && pauses.some((pause) => isLong(pause) && length(pause) <= length(stretch)),
        )
      }
      const drawnAsLong = stretches.filter(({ isFolded }) => !isFolded)
      const [first] = drawnAsLong
      for (const stretch of drawnAsLong)
        if (first) expect(stretch.width * length(first)).toBeCloseTo(first.width * length(stretch), -3)
      for (const action of actions) {
        const parts = barOf(action)
        expect(parts.length > 0).toBe(action.started_at !== null)
        for (const { left, width } of parts) expect(left >= 0 && left + width <= 1.000001).toBe(true)
      }
    })
  })
})

const at = (clock: string) => `2026-02-07T${clock}Z`
const step = (action_name: string, more: Partial<ActionEvent> = {}) => anEvent({ action_name, ...more })

test('three days of waiting are folded, and their words are', () => {
  const { stretches } = timelineOf([
    step('a', { started_at: at('08:00:00'), completed_at: at('08:00:02') }),
    step('b', { started_at: '2026-02-10T09:00:02Z', completed_at: '2026-02-10T09:00:06Z' }),
  ])
  expect(stretches.map(({ isFolded, isIdle }) => [isFolded, isIdle])).toEqual([
    [false, false],
    [true, true],
    [false, false],
  ])
  const [, pause] = stretches
  expect(pause && longTimeText(pause.to - pause.from)).toBe('3 days 1 hour')
})

const waiting = { started_at: null, completed_at: null }

test.each<[string, readonly ActionEvent[]]>([
  [
    'Failed: at b; 1 of 3 actions has not run',
    [step('a'), step('b', { state: 'ERRORED' }), step('c', { state: 'PENDING', ...waiting })],
  ],
  ['Running: b', [step('a'), step('b', { state: 'RUNNING', completed_at: null })]],
  [
    'Not finished: 1 done and 1 pending; 1 of 2 actions has not run',
    [step('a'), step('b', { state: 'PENDING', ...waiting })],
  ],
  ['Blocked: at b; 1 of 2 actions has not run', [step('a'), step('b', { state: 'BLOCKED', ...waiting })]],
  ['Abandoned: at b; 1 of 2 actions has not run', [step('a'), step('b', { state: 'ABANDONED', ...waiting })]],
  ['Ended: 1 done and 1 skipped; 1 of 2 actions has not run', [step('a'), step('b', { state: 'SKIPPED' })]],
  ['Not finished: 1 HALF_DONE', [step('a', { state: 'HALF_DONE' })]],
  ['Done: ', [step('a'), step('b')]],
])('%s', (words, actions) => {
  const { label, text } = taskState(actions, false)
  expect(`${label}: ${text}`).toBe(words)
})

test('a task of which not all is read says no more than that', () => {
  expect(taskState([step('a')], true).text).toBe('as far as its actions are read')
  expect(taskState([step('a', { state: 'HALF_DONE' })], true).text).toBe(
    '1 HALF_DONE, as far as its actions are read',
  )
  expect(taskState([step('a', { state: 'SKIPPED' })], true).text).toContain(
    '1 of those that are read has not run',
  )
})

test('a task began with its first start and ended with its last end, and says of how many it lacks a time', () => {
  expect(
    taskTimes([
      step('a', { started_at: at('08:00:01'), completed_at: at('09:00:00.5') }),
      step('b', { started_at: at('08:00:00'), completed_at: at('09:00:00') }),
      step('c', { started_at: null, completed_at: at('08:30:00') }),
      step('d', { state: 'SKIPPED', ...waiting }),
    ]),
  ).toEqual({ began: at('08:00:00'), ended: at('09:00:00.5'), isOver: true, missing: 1 })
})
