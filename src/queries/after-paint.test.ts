import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { afterPaint } from './after-paint.ts'

let frames: (() => void)[] = []

beforeEach(() => {
  frames = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('document', { hidden: false })
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Whether it has resolved once every message and promise of now is done. */
async function resolved(waiting: Promise<void>): Promise<boolean> {
  let done = false
  void waiting.then(() => (done = true))
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next))
  return done
}

test('waits for the frame', async () => {
  const waiting = afterPaint()
  expect(await resolved(waiting)).toBe(false)
  for (const frame of frames) frame()
  expect(await resolved(waiting)).toBe(true)
})

test('a window that draws no frame holds nothing up', async () => {
  const waiting = afterPaint()
  vi.advanceTimersByTime(99)
  expect(await resolved(waiting)).toBe(false)
  vi.advanceTimersByTime(1)
  expect(await resolved(waiting)).toBe(true)
})

test('a hidden window waits neither for a frame nor for a timer', async () => {
  vi.stubGlobal('document', { hidden: true })
  expect(await resolved(afterPaint())).toBe(true)
})
