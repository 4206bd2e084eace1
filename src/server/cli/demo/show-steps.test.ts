import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { showSteps } from './show-steps.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const halfWay = '[############------------] 50 % · 5,000 events · '

/** What is written when two steps are told, and so much time passes before it ends. */
function written(isTTY: boolean, ms: number): readonly string[] {
  const texts: string[] = []
  const { onStep, stop } = showSteps({ isTTY, write: (text) => texts.push(text) })
  vi.advanceTimersByTime(60_000)
  expect(texts).toEqual([])
  onStep({ what: 'access', share: 0 })
  onStep({ what: '5,000 events', share: 0.5 })
  vi.advanceTimersByTime(ms)
  stop()
  return texts
}

test('T26 a terminal shows each step of the demonstration as it begins', () => {
  expect(written(true, 0)).toEqual([
    '\r\u001b[2K[------------------------] 0 % · access · 0 s',
    `\r\u001b[2K${halfWay}0 s`,
    '\r\u001b[2K',
  ])
})

test('T26 elsewhere there is a line every five seconds', () => {
  expect(written(false, 10_000)).toEqual([`${halfWay}5 s\n`, `${halfWay}10 s\n`])
})
