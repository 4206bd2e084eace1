import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { actionStates, actionTypes } from '#contract/activity/action-event-enums.ts'
import type { ActionEventInput } from '../store/activity/load-action-events.ts'
import { readEvent } from '../cli/import/events/event.ts'
import { causes } from './causes.ts'
import { type DemoWish, demoEvents } from './events.ts'

const wish = { events: 5000, seed: '1', until: Date.parse('2026-02-01T12:00:00Z') }
const make = (given: Partial<DemoWish> = {}) => [...demoEvents({ ...wish, ...given })]
const whole = make()

/** The share of the events for which something holds. */
const shareOf = (events: readonly ActionEventInput[], holds: (event: ActionEventInput) => boolean) =>
  events.filter(holds).length / events.length

function groupedBy<T, K>(list: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}

const fingerprint = (events: readonly ActionEventInput[]) =>
  createHash('sha256')
    .update(JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)))
    .digest('hex')

/** Whether a message is of one of the three causes: what it says before anything that differs. */
const isOfCause = (message: string) => /^(Connector|Target group|Exchange Online) /.test(message)

describe('the same wish gives the same rows', () => {
  test('in another run, on another machine', () => {
    expect(fingerprint(make())).toBe(fingerprint(whole))
    expect(fingerprint(make({ events: 50 }))).toMatchInlineSnapshot(
      `"5acff8ad8587b183beb1fb96116e802e2e2364c82e2cc797531faecd12251286"`,
    )
  })

  test('and another seed, number or moment gives others', () => {
    const others = [make({ seed: '2' }), make({ events: 4999 }), make({ until: wish.until + 1 })]
    expect(new Set([whole, ...others].map(fingerprint)).size).toBe(4)
  })

  test.each([1, 2, 3, 7, 1000])('%i events are exactly so many', (events) => {
    expect(make({ events })).toHaveLength(events)
  })
})

describe.each(['1', '2', 'another'])('the events of seed %s', (seed) => {
  const events = seed === '1' ? whole : make({ seed })

  test('would be taken by an import as they are, each key once', () => {
    for (const event of events) {
      const { started_ns, completed_ns, extra, ...row } = event
      expect(readEvent(row)).toEqual({ started_ns, completed_ns, extra, ...row })
    }
    expect(new Set(events.map((event) => `${event.policy_task}\n${event.action_name}`)).size).toBe(
      events.length,
    )
  })

  test('have every state and every action type', () => {
    expect(new Set(events.map((event) => event.state))).toEqual(new Set(actionStates.map(({ name }) => name)))
    expect(new Set(events.map((event) => event.action_type))).toEqual(
      new Set(actionTypes.map(({ name }) => name)),
    )
  })

  test('belong to tasks of one identity with two to six actions', () => {
    const tasks = groupedBy(events, (event) => event.policy_task)
    for (const [, actions] of [...tasks].slice(0, -1)) {
      expect(actions.length).toBeGreaterThanOrEqual(2)
      expect(actions.length).toBeLessThanOrEqual(6)
      expect(new Set(actions.map((event) => event.identity_id)).size).toBe(1)
    }
  })

  test('fall into the ninety days before the moment, and none ends before it begins', () => {
    for (const { started_ns, completed_ns, started_at, completed_at } of events) {
      if (started_at !== null) expect(Number(started_ns / 1_000_000n)).toBeLessThanOrEqual(wish.until)
      if (started_at !== null && completed_at !== null)
        expect(completed_ns).toBeGreaterThanOrEqual(started_ns)
    }
    const days = new Set(events.flatMap((event) => event.started_at?.slice(0, 10) ?? []))
    expect(days.size).toBeGreaterThan(80)
    expect(days.size).toBeLessThanOrEqual(91)
  })

  test('mostly succeed; about three in a hundred fail, most of these for one of three causes', () => {
    expect(shareOf(events, ({ state }) => state === 'COMPLETED')).toBeGreaterThan(0.8)
    const failed = events.filter(({ state }) => state === 'ERRORED')
    expect(failed.length / events.length).toBeGreaterThan(0.02)
    expect(failed.length / events.length).toBeLessThan(0.04)
    const ofCauses = causes.map(
      (cause) =>
        failed.filter((event) => event.workflow_name === cause.workflow && event.action_name === cause.action)
          .length,
    )
    for (const n of ofCauses) expect(n).toBeGreaterThan(failed.length / 8)
    expect(ofCauses.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(failed.length * 0.6)
  })

  test('have each cause in one stretch of time, with one kind of message', () => {
    for (const cause of causes) {
      const failed = events.filter(
        (event) =>
          event.state === 'ERRORED' &&
          event.workflow_name === cause.workflow &&
          event.action_name === cause.action,
      )
      const families = groupedBy(failed, (event) => event.messages[0]?.slice(0, 24))
      const largest = [...families.values()].reduce((a, b) => (a.length > b.length ? a : b))
      expect(largest.length).toBeGreaterThan(failed.length * 0.85)
      const times = largest.map((event) => Number(event.started_ns / 1_000_000n))
      expect((Math.max(...times) - Math.min(...times)) / 86_400_000).toBeLessThan(30)
    }
  })

  test('show of the first cause that some are still broken, of the second that all are, and of the last that none is', () => {
    const shares = causes.map(({ workflow, action }) => {
      const own = events.filter((event) => event.workflow_name === workflow && event.action_name === action)
      const failed = own.filter(
        ({ state, messages }) => state === 'ERRORED' && messages[0] && isOfCause(messages[0]),
      )
      const mended = failed.filter((event) =>
        own.some(
          (other) =>
            other.identity_id === event.identity_id &&
            other.state === 'COMPLETED' &&
            other.started_ns > event.started_ns,
        ),
      )
      return mended.length / failed.length
    })
    expect(shares[0]).toBeGreaterThan(0.5)
    expect(shares[0]).toBeLessThan(0.9)
    expect(shares.slice(1)).toEqual([0, 1])
  })

  test('have long pauses, names of many scripts, and unknown extractions', () => {
    const day = 86_400_000_000_000n
    const pauses = events.filter(({ action_type }) => action_type === 'PAUSE')
    expect(pauses.some((event) => event.state === 'RUNNING')).toBe(true)
    expect(
      pauses.some((event) => event.state === 'COMPLETED' && event.completed_ns - event.started_ns > 5n * day),
    ).toBe(true)
    const names = events.map(({ identity_name }) => identity_name).join('')
    expect(['İ', 'Σ', 'ß', 'Ł', 'é'].filter((letter) => !names.includes(letter))).toEqual([])
    expect([/\p{Script=Cyrillic}/u, /\p{Script=Han}/u].map((script) => script.test(names))).toEqual([
      true,
      true,
    ])
    const unknown = shareOf(events, ({ extraction_event }) => extraction_event === null)
    expect(unknown).toBeGreaterThan(0.02)
    expect(unknown).toBeLessThan(0.1)
    expect(Math.max(...events.map(({ jobs_started }) => jobs_started))).toBe(6)
  })
})
