import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runsOf } from './result-list.ts'

test('runs of consecutive ids', () => {
  expect(runsOf([])).toEqual([])
  expect(runsOf([0, 1, 2, 3])).toEqual([0, 4])
  expect(runsOf([5, 100, 7, 8, 9, 3, 2])).toEqual([5, 1, 100, 1, 7, 3, 3, 1, 2, 1])
})

test('runs read back are the ids, and no two of them could be one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (ids) => {
      const runs = runsOf(ids)
      const pairs = Array.from({ length: runs.length / 2 }, (_, at) => ({
        start: runs[2 * at] ?? 0,
        length: runs[2 * at + 1] ?? 0,
      }))
      expect(pairs.flatMap(({ start, length }) => Array.from({ length }, (_, step) => start + step))).toEqual(
        ids,
      )
      for (const [at, { start }] of pairs.entries()) {
        const before = pairs[at - 1]
        if (before) expect(before.start + before.length).not.toBe(start)
      }
    }),
  )
})
