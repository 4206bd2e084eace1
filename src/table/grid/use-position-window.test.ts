import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, movedOn, overscanAfter, windowAt } from './use-position-window.ts'

describe('the window of a list by position', () => {
  test('covers what is in view, and a little to each side', () => {
    expect(windowAt({ scrolled: 0, view: 720 }, 36, 50_000)).toEqual({ start: 0, end: 26 })
    const deep = windowAt({ scrolled: 36 * 20_000, view: 720 }, 36, 50_000)
    expect(deep.start).toBeLessThanOrEqual(19_998)
    expect(deep.end).toBeGreaterThanOrEqual(20_022)
    const fast = windowAt({ scrolled: 36 * 20_000, view: 720, overscan: 10 }, 36, 50_000)
    expect(fast.start).toBeLessThanOrEqual(19_990)
    expect(fast.end).toBeGreaterThanOrEqual(20_030)
  })

  test('reaches the last row', () => {
    expect(windowAt({ scrolled: 50_000 * 36 - 720, view: 720 }, 36, 50_000).end).toBe(50_000)
  })

  test('of an empty list is empty', () => {
    expect(windowAt({ scrolled: 0, view: 720 }, 36, 0)).toEqual({ start: 0, end: 0 })
  })

  test('holds every row in view and never more than 119', () => {
    const heights = fc.constantFrom(28, 36, 148)
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(2_000),
        heights,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, view, height, at) => {
          const scrolled = at * Math.max(0, total * height - view)
          const { start, end } = windowAt({ scrolled, view, overscan: view % 11 }, height, total)
          expect(end - start).toBeLessThanOrEqual(119)
          if (total === 0) return
          expect(start).toBeLessThanOrEqual(Math.floor(scrolled / height))
          expect(end).toBeGreaterThanOrEqual(Math.min(total, Math.ceil((scrolled + view) / height)))
        },
      ),
    )
  })
})

test('rows in view are covered by the window of their place, and of one a little further, and by no other', () => {
  const drawn = windowAt({ scrolled: 36_000, view: 720 }, 36, 50_000)
  const covered = (scrolled: number) => covers(drawn, { scrolled, view: 720 }, 36, 50_000)
  expect([36_000, 36_000 - 36 * 2, 36_000 + 36 * 2].map(covered)).toEqual([true, true, true])
  expect([0, 36_000 - 36 * 8, 36_000 + 36 * 9, 1_799_280].map(covered)).toEqual([false, false, false, false])
  const last = windowAt({ scrolled: 1_799_280, view: 720 }, 36, 50_000)
  expect(covers(last, { scrolled: 1_799_400, view: 720 }, 36, 50_000)).toBe(true)
})

test('whoever scrolls fast, either way, has what the next frame moves by; a step has less', () => {
  expect([333, -333, 36 * 2 + 1].map((moved) => overscanAfter(moved, 36))).toEqual([10, 10, 10])
  expect([0, 36, -36, 36 * 2].map((moved) => overscanAfter(moved, 36))).toEqual([2, 2, 2, 2])
})

test.each([333, -333])(
  'what a move of %d pixels a frame needs next is drawn, and only where it must be drawn at once',
  (moved) => {
    const place = { scrolled: 36_000, view: 720 }
    const drawn = windowAt({ ...place, overscan: overscanAfter(moved, 36) }, 36, 50_000)
    const next = movedOn(place, moved)
    expect(covers(drawn, next, 36, 50_000)).toBe(true)
    // In view now, but not after one more.
    expect(covers(drawn, movedOn(next, moved), 36, 50_000)).toBe(false)
    const step = Math.sign(moved) * 36
    const near = windowAt(place, 36, 50_000)
    expect(covers(near, movedOn(movedOn(place, step), step), 36, 50_000)).toBe(true)
  },
)

test('a move beyond the top leads to the top', () => {
  expect(movedOn({ scrolled: 100, view: 720 }, -333)).toEqual({ scrolled: 0, view: 720 })
})
