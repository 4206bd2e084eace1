import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followEvents } from './event-stream.ts'

/** The part of the browser's EventSource that is used; this version of Node has none. */
class FakeSource extends EventTarget {
  readyState = 0
  close() {
    this.readyState = 2
  }
  open() {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }
  /** The connection broke, and the browser is connecting again. */
  drop() {
    this.readyState = 0
    this.dispatchEvent(new Event('error'))
  }
  /** The server answered with something else than a stream. */
  refuse() {
    this.readyState = 2
    this.dispatchEvent(new Event('error'))
  }
  send(data: string) {
    this.dispatchEvent(new MessageEvent('row', { data }))
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function follow() {
  const sources: FakeSource[] = []
  const heard: unknown[] = []
  const stop = followEvents(
    { url: '/changes', name: 'row', onOpen: () => heard.push('open'), onEvent: (data) => heard.push(data) },
    () => {
      const source = new FakeSource()
      sources.push(source)
      return source as unknown as EventSource
    },
  )
  return { sources, heard, stop, last: () => sources.at(-1) ?? new FakeSource() }
}

test('events are read as JSON; what is not is passed over', () => {
  const { heard, last, stop } = follow()
  last().open()
  last().send('{"result_id":0}')
  last().send('nonsense')
  expect(heard).toEqual(['open', { result_id: 0 }])
  stop()
  expect(last().readyState).toBe(2)
})

test('a broken connection is the browser’s to mend, and each opening is told', () => {
  const { sources, heard, last } = follow()
  last().open()
  last().drop()
  vi.advanceTimersByTime(120_000)
  last().open()
  expect(sources).toHaveLength(1)
  expect(heard).toEqual(['open', 'open'])
})

test('a server without the stream is left alone after four tries', () => {
  const { sources, last } = follow()
  for (let round = 0; round < 20; round += 1) {
    if (last().readyState === 0) last().refuse()
    vi.advanceTimersByTime(120_000)
  }
  expect(sources).toHaveLength(4)
})

test('a stream that was there is tried again for ever, ever more slowly, until it is stopped', () => {
  const { sources, last, stop } = follow()
  last().open()
  for (let round = 0; round < 10; round += 1) {
    last().refuse()
    vi.advanceTimersByTime(60_000)
  }
  expect(sources).toHaveLength(11)
  last().refuse()
  vi.advanceTimersByTime(59_000)
  expect(sources).toHaveLength(11)
  stop()
  vi.advanceTimersByTime(120_000)
  expect(sources).toHaveLength(11)
})
