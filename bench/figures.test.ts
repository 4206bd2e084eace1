import { expect, test } from 'vitest'
import { checkRatio, mean, median, pairedRatio, percentile } from './figures.ts'

test('a percentile is one of the figures, by nearest rank', () => {
  const figures = [50, 10, 40, 20, 30]
  expect(median(figures)).toBe(30)
  expect(percentile(figures, 0.2)).toBe(10)
  expect(percentile(figures, 0.21)).toBe(20)
  expect(percentile(figures, 1)).toBe(50)
  expect(figures).toEqual([50, 10, 40, 20, 30])
})

test('a mean is of all figures, and of none it is no number', () => {
  expect(mean([1, 2, 6])).toBe(3)
  expect(mean([])).toBeNaN()
})

test('a ratio is that of each round: a round in which everything is slow does not count more', () => {
  // The medians are 300 and 100; two of the three rounds say twice.
  expect(pairedRatio([200, 300, 2000], [100, 150, 100])).toBe(2)
})

test('a measure that is missing makes no ratio, and nothing holds', () => {
  const none = pairedRatio([], [])
  expect(none).toBeNaN()
  for (const hold of [{ atMost: 1 }, { below: 1 }, { atLeast: 1 }])
    expect(checkRatio(none, hold).holds).toBe(false)
})

test.each([
  [1.1, { atMost: 1.1 }, true, '≤ 1.1'],
  [1.11, { atMost: 1.1 }, false, '≤ 1.1'],
  [0.99, { below: 1 }, true, '< 1'],
  [1, { below: 1 }, false, '< 1'],
  [0.3, { atLeast: 0.3, goal: 0.5 }, true, '≥ 0.3, goal 0.5'],
  [0.29, { atLeast: 0.3, goal: 0.5 }, false, '≥ 0.3, goal 0.5'],
] as const)('%d against %j', (ratio, hold, holds, text) => {
  expect(checkRatio(ratio, hold)).toEqual({ holds, text })
})
