import { describe, expect, test } from 'vitest'
import type { ReadSummary } from '#queries/activity/event-summary.ts'
import { axisTicks } from './axis-ticks.ts'
import { barPaths } from './bar-paths.ts'
import { barsOf, boundsOf, edgeTime } from './bars.ts'
import { movedByKey, underStroke } from './brush-keys.ts'
import { brushed } from './brushed.ts'
import { countsText, noBarsText, rangeText, totalText } from './summary-words.ts'

const hour = 3_600_000
const at = (time: string) => Date.parse(time)

const summary: ReadSummary = {
  covers: { whole: true, from: null },
  bar_seconds: 3600,
  bars: [
    { at: '2026-11-21T14:00:00Z', states: [{ value: 'COMPLETED', count: 1200 }] },
    {
      at: '2026-11-21T17:00:00Z',
      states: [
        { value: 'ERRORED', count: 3 },
        { value: 'HALF_DONE', count: 1 },
      ],
    },
  ],
  untimed: [{ value: 'SCHEDULED', count: 312 }],
  state: [],
  action_type: [],
  read_at: at('2026-11-28T14:00:00Z'),
}
const empty: ReadSummary = { ...summary, bars: [], untimed: [] }

function barsAt(bounds = {}) {
  const bars = barsOf(summary, bounds)
  if (!bars) throw new Error('there are no bars')
  return bars
}

describe('bars', () => {
  test('stand from the first event to the last, with empty ones between', () => {
    const { start, bars } = barsAt()
    expect(start).toBe(at('2026-11-21T14:00:00Z'))
    expect(bars.map(({ total, failed }) => [total, failed])).toEqual([
      [1200, 0],
      [0, 0],
      [0, 0],
      [4, 3],
    ])
  })

  test('go as far as the range of the filter, on whole bars', () => {
    const { start, bars } = barsAt({ from: at('2026-11-21T12:30:00Z'), to: at('2026-11-21T19:00:00Z') })
    expect(start).toBe(at('2026-11-21T12:00:00Z'))
    expect(bars).toHaveLength(7)
  })

  test('go on to the moment of a live range, so that nothing since the last event is seen', () => {
    const until = at('2026-11-28T14:00:20Z')
    const live = { range: 'last-7d', from: '2026-11-21T14:00:20Z', until } as const
    const { start, width, bars } = barsAt(boundsOf(undefined, live))
    expect([start, width]).toEqual([at('2026-11-21T14:00:00Z'), hour])
    expect(start + bars.length * width).toBe(at('2026-11-28T15:00:00Z'))
    expect(bars.slice(4).every(({ total }) => total === 0)).toBe(true)
  })

  test('are put together in wider ones where a range takes more than a screen can show', () => {
    const live = {
      range: 'last-30d',
      from: '2026-11-01T00:00:00Z',
      until: at('2026-12-01T00:00:00Z'),
    } as const
    const { start, width, bars } = barsAt(boundsOf(undefined, live))
    expect([start, width / hour, bars.length]).toEqual([at(live.from), 3, 240])
    // From 12:00 to 15:00 and to 18:00 of the 21st.
    expect(bars.flatMap((bar, place) => (bar.total > 0 ? [[place, bar.total, bar.failed]] : []))).toEqual([
      [164, 1200, 0],
      [165, 4, 3],
    ])
    for (const [from, to] of [
      ['2024-02-28T12:00:00Z', '2026-11-22T00:00:00Z'],
      ['0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z'],
    ] as const) {
      const wide = barsAt({ from: at(from), to: at(to) })
      expect(wide.bars.length).toBeLessThan(245)
      expect(wide.start).toBeLessThanOrEqual(at(from))
      expect(wide.start + wide.bars.length * wide.width).toBeGreaterThanOrEqual(at(to))
      expect(wide.bars.reduce((sum, { total }) => sum + total, 0)).toBe(1204)
    }
  })

  test('begin where counting does, not before it', () => {
    const covers = { whole: false, from: '2026-11-21T12:00:00Z' }
    const bounds = { from: at('2026-11-20T12:00:00Z'), to: at('2026-11-21T18:00:00Z') }
    expect(barsOf({ ...summary, covers }, bounds)?.start).toBe(at(covers.from))
  })

  test('begin where counting does within the first of them too: nothing before it is in the bar', () => {
    const covers = { whole: false, from: '2026-11-21T14:20:00Z' }
    const bars = barsOf({ ...summary, covers })
    if (!bars) throw new Error('there are no bars')
    expect(bars.start).toBe(at('2026-11-21T14:00:00Z'))
    expect(rangeText(bars, { from: 0, to: 2 }, 'UTC')).toBe('2026-11-21 14:20 to 16:00')
    expect(rangeText(bars, { from: 1, to: 2 }, 'UTC')).toBe('2026-11-21 15:00 to 16:00')
    expect(edgeTime(bars, 0)).toBe(at(covers.from))
  })

  test('are none where nothing has started', () => {
    expect(barsOf(empty)).toBeUndefined()
    expect(noBarsText(summary, 'UTC')).toBe(
      'No event that matches has started, so there are no bars. Untimed: 312 not started',
    )
    expect(noBarsText(empty, 'UTC')).toBe('No event matches, so there are no bars')
  })

  test('are two shapes; what is not nothing is seen beside much more', () => {
    expect(barPaths(barsAt().bars)).toEqual({
      others: 'M0.09 0h0.82V72h-0.82zM3.09 70h0.82V72h-0.82z',
      failed: 'M3.09 68h0.82V70h-0.82z',
    })
  })
})

describe('words', () => {
  test('say all that is counted, and what is in no bar', () => {
    expect(totalText(summary, 'UTC')).toBe('1,204 events in the bars, 3 failed. Untimed: 312 not started')
  })

  test.each([
    ['2026-11-14T14:00:00Z', 'Newest 14 days are shown, from 2026-11-14 14:00'],
    ['2026-11-27T14:00:30Z', 'Newest day is shown, from 2026-11-27 14:00'],
    ['2026-11-13T02:00:00Z', 'Only the newest events are shown, from 2026-11-13 02:00'],
  ])('name what is counted where it is not all: from %s', (from, words) => {
    expect(totalText({ ...summary, covers: { whole: false, from } }, 'UTC')).toBe(
      `${words}, as counting everything takes too long. 1,204 events in the bars, 3 failed. Untimed: 312 not started`,
    )
  })

  test('of a bar and of several, in the zone of the reader', () => {
    const bars = barsAt()
    expect(rangeText(bars, { from: 3, to: 4 }, 'Europe/Berlin')).toBe('2026-11-21 18:00 to 19:00')
    expect(rangeText(bars, { from: 0, to: 12 }, 'UTC')).toBe('2026-11-21 14:00 to 2026-11-22 02:00')
    expect(countsText(bars.bars)).toBe('1,204 events: 1,200 Done, 3 Failed, 1 HALF_DONE')
    expect(countsText(bars.bars.slice(1, 3))).toBe('no events')
  })
})

describe('the axis', () => {
  const ticks = (start: string, hours: number, zone: string, most = 8) =>
    axisTicks({ start: at(start), width: hours * hour, bars: barsAt().bars }, zone, most)

  test.each([
    [
      '2026-11-21T14:00:00Z',
      2,
      'UTC',
      ['14:00', '15:00', '16:00', '17:00', '18:00', '19:00', '20:00', '21:00'],
    ],
    ['2026-11-21T21:30:00Z', 1.5, 'Europe/Berlin', ['23:00', '22 Nov', '01:00', '02:00', '03:00', '04:00']],
    [
      '2026-11-21T14:00:00Z',
      42,
      'UTC',
      ['22 Nov', '23 Nov', '24 Nov', '25 Nov', '26 Nov', '27 Nov', '28 Nov'],
    ],
    ['2026-11-21T14:00:00Z', 24 * 20, 'UTC', ['23 Nov', '7 Dec', '21 Dec', '4 Jan', '18 Jan', '1 Feb']],
    ['2025-11-21T14:00:00Z', 24 * 90, 'UTC', ['2026', 'Apr 2026', 'Jul 2026', 'Oct 2026']],
    ['1990-11-21T14:00:00Z', 24 * 3650, 'UTC', ['2000', '2010', '2020', '2030']],
  ])('from %s, bars of %s hours in %s', (start, hours, zone, labels) => {
    expect(ticks(start, hours, zone).map(({ label }) => label)).toEqual(labels)
  })

  test('days begin at midnight of the zone, over a change of its clocks too', () => {
    const days = ticks('2026-10-24T00:00:00Z', 24, 'Europe/Berlin', 4)
    expect(days.map(({ label, at: place }) => [label, place * 96])).toEqual([
      ['25 Oct', 22],
      ['26 Oct', 47],
      ['27 Oct', 71],
      ['28 Oct', 95],
    ])
    expect(ticks('2026-11-21T14:00:00Z', 42, 'UTC', 4)).toHaveLength(3)
  })
})

describe('a range', () => {
  const all = { from: 0, to: 30 }
  test.each([
    ['from', 'ArrowRight', all, { from: 1, to: 30 }],
    ['from', 'ArrowLeft', all, all],
    ['from', 'PageUp', all, { from: 3, to: 30 }],
    ['from', 'End', all, { from: 29, to: 30 }],
    ['to', 'ArrowLeft', all, { from: 0, to: 29 }],
    ['to', 'PageDown', all, { from: 0, to: 27 }],
    ['to', 'Home', { from: 7, to: 20 }, { from: 7, to: 8 }],
    ['to', 'ArrowDown', { from: 7, to: 8 }, { from: 7, to: 8 }],
  ] as const)('%s moves by %s', (end, key, before, after) => {
    expect(movedByKey(before, end, key, 30)).toEqual(after)
  })

  test('takes no other key', () => {
    expect(movedByKey(all, 'from', 'a', 30)).toBeUndefined()
  })

  test('is the whole bars under a stroke, in either direction, at least one', () => {
    expect(underStroke(2.5, 6.1, 30)).toEqual({ from: 2, to: 7 })
    expect(underStroke(6.1, 2.5, 30)).toEqual({ from: 2, to: 7 })
    expect(underStroke(30, 30, 30)).toEqual({ from: 29, to: 30 })
    expect(underStroke(4, 4, 30)).toEqual({ from: 4, to: 5 })
  })
})

describe('what is asked for after a range was chosen', () => {
  const span = { from: at('2026-11-21T14:00:00Z'), to: at('2026-11-22T02:00:00Z') }
  const search = {
    text: undefined,
    order: { field: 'started_at', direction: 'desc' },
    unreadable: [],
  } as const
  const own = { range: undefined }

  test('keeps the other filters', () => {
    const state = { kind: 'choice', values: ['ERRORED'] } as const
    expect(brushed({ ...search, clauses: { state } }, span)).toEqual({
      clauses: {
        state,
        started_at: {
          kind: 'time',
          from: { op: 'ge', at: '2026-11-21T14:00:00Z' },
          to: { op: 'lt', at: '2026-11-22T02:00:00Z' },
        },
      },
      own,
    })
  })

  test('does not widen a range that begins within a bar', () => {
    const from = { op: 'gt', at: '2026-11-21T14:30:00Z' } as const
    const change = brushed({ ...search, clauses: { started_at: { kind: 'time', from } } }, span)
    expect(change.clauses?.['started_at']).toEqual({
      kind: 'time',
      from,
      to: { op: 'lt', at: '2026-11-22T02:00:00Z' },
    })
  })

  test('keeps a query that columns cannot say, whole', () => {
    expect(
      brushed({ ...search, clauses: {}, query: 'not (state eq "X") or any_changes eq true' }, span),
    ).toEqual({
      query:
        '(not (state eq "X") or any_changes eq true) and started_at ge "2026-11-21T14:00:00Z" and started_at lt "2026-11-22T02:00:00Z"',
      own,
    })
  })
})
