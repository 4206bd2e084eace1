import { afterEach, expect, test, vi } from 'vitest'
import { describe, duration, showLine } from './progress.ts'

test.each([
  [{ lines: 0, rejected: 0, bytes: 0 }, 100, 0, '[------------------------] 0 % · 0 lines · 0/s'],
  [
    { lines: 5000, rejected: 2, bytes: 25 },
    100,
    10,
    '[######------------------] 25 % · 5,000 lines · 500/s · 30 s left · 2 rejected',
  ],
  [
    { lines: 5000, rejected: 0, bytes: 100 },
    100,
    10,
    '[########################] 100 % · 5,000 lines · 500/s · 0 s left',
  ],
  [{ lines: 5000, rejected: 0, bytes: 100 }, undefined, 10, '5,000 lines · 500/s'],
])('%j of %s bytes after %i s reads %s', (done, total, seconds, text) => {
  expect(describe(done, total, seconds)).toBe(text)
})

afterEach(() => void vi.useRealTimers())

test.each([
  [true, 200, ['\r\u001b[2K0 s', '\r\u001b[2K']],
  [false, 5000, ['5 s\n']],
])('T26 a line is drawn again by itself, on a terminal (%s) after %i ms', (isTTY, ms, expected) => {
  vi.useFakeTimers()
  const written: string[] = []
  const { stop } = showLine({ isTTY, write: (text) => written.push(text) }, duration)
  vi.advanceTimersByTime(ms)
  stop()
  vi.advanceTimersByTime(60_000)
  expect(written).toEqual(expected)
})

test.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [60, '1 min 0 s'],
  [3599, '59 min 59 s'],
  [7260, '2 h 1 min'],
])('%f seconds read %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})
