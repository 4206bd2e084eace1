import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { countsAfterChanges } from './counts-after-changes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('counts are read once after a few changes, and while changes do not end every two seconds', () => {
  const reread = vi.fn()
  const { changed, stop } = countsAfterChanges(reread)
  for (let change = 0; change < 3; change += 1) changed()
  vi.advanceTimersByTime(699)
  expect(reread).toHaveBeenCalledTimes(0)
  vi.advanceTimersByTime(60_000)
  expect(reread).toHaveBeenCalledTimes(1)
  for (let ms = 0; ms < 5_000; ms += 50) {
    changed()
    vi.advanceTimersByTime(50)
  }
  expect(reread).toHaveBeenCalledTimes(3)
  stop()
  vi.advanceTimersByTime(60_000)
  expect(reread).toHaveBeenCalledTimes(3)
})
