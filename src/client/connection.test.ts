import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createConnection } from './connection.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const noAnswer = () => Promise.reject(new TypeError('Failed to fetch'))
const answer = (status: number) => () => Promise.resolve(new Response('', { status }))
const change = { method: 'PUT', headers: { 'If-Match': '"1"' } }

/** A connection whose probe ends as `probe.next` says, and how often it came back. */
function connectionWith(next: () => Promise<number> = noAnswer) {
  const probe = { next, asked: 0 }
  const connection = createConnection(() => {
    probe.asked += 1
    return probe.next()
  })
  const seen = { states: [] as string[], back: 0 }
  connection.subscribe(() => seen.states.push(connection.getState()))
  connection.onBack(() => (seen.back += 1))
  return { connection, probe, seen }
}

test('T10 a call without an answer counts at once, and any answer ends it', async () => {
  const { connection, seen } = connectionWith()
  await expect(connection.wrapFetch(noAnswer)('/rows')).rejects.toThrow('Failed to fetch')
  expect(connection.getState()).toBe('not connected')
  await connection.wrapFetch(answer(404))('/rows')
  expect(connection.getState()).toBe('connected')
  // What is failing just then is still to fail, and whoever asks anew is to ask for it too.
  expect(seen).toEqual({ states: ['not connected', 'connected'], back: 0 })
  await vi.advanceTimersByTimeAsync(200)
  expect(seen.back).toBe(1)
})

test('T10 a call that the page itself took back says nothing', async () => {
  const { connection } = connectionWith()
  const signal = AbortSignal.abort()
  await expect(connection.wrapFetch(noAnswer)('/rows', { signal })).rejects.toThrow()
  expect(connection.getState()).toBe('connected')
})

test('T10 a change without an answer for two seconds counts, a list that takes its time does not', async () => {
  const { connection } = connectionWith()
  const hung = () => new Promise<Response>(() => undefined)
  void connection.wrapFetch(hung)('/rows')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(connection.getState()).toBe('connected')
  void connection.wrapFetch(hung)('/results', change)
  await vi.advanceTimersByTimeAsync(1_999)
  expect(connection.getState()).toBe('connected')
  await vi.advanceTimersByTimeAsync(1)
  expect(connection.getState()).toBe('not connected')
})

test('T10 while a change stays unanswered a sign of life from the server does not say connected', async () => {
  const { connection } = connectionWith(() => Promise.resolve(200))
  const answers: ((response: Response) => void)[] = []
  void connection.wrapFetch(() => new Promise((done) => answers.push(done)))('/results', change)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(connection.getState()).toBe('not connected')
  for (const done of answers) done(new Response())
  await vi.advanceTimersByTimeAsync(0)
  expect(connection.getState()).toBe('connected')
})

test.each([502, 503, 504])('T10 %i says that the server cannot work now', async (status) => {
  const { connection, seen } = connectionWith(() => Promise.resolve(status))
  await connection.wrapFetch(answer(status))('/rows')
  expect(connection.getState()).toBe('server busy')
  await vi.advanceTimersByTimeAsync(30_000)
  expect(seen.states).toEqual(['server busy'])
})

test('T10 the browser’s word that it is offline is checked, never taken', async () => {
  const { connection, probe } = connectionWith(() => Promise.resolve(200))
  connection.setOnLine(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(connection.getState()).toBe('connected')
  probe.next = noAnswer
  await vi.advanceTimersByTimeAsync(1_000)
  expect(connection.getState()).toBe('not connected')
  probe.next = () => Promise.resolve(200)
  connection.setOnLine(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(connection.getState()).toBe('connected')
  const asked = probe.asked
  await vi.advanceTimersByTimeAsync(60_000)
  expect(probe.asked).toBe(asked)
})

test('T10 a server that is going is asked a few times more', async () => {
  const { connection, probe } = connectionWith(() => Promise.resolve(200))
  connection.check()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(connection.getState()).toBe('connected')
  expect(probe.asked).toBe(6)
  connection.check()
  await vi.advanceTimersByTimeAsync(0)
  probe.next = noAnswer
  await vi.advanceTimersByTimeAsync(1_000)
  expect(connection.getState()).toBe('not connected')
})

test('T10 a server that is away is asked again until it answers, at most every five seconds', async () => {
  const { connection, probe, seen } = connectionWith()
  connection.setOnLine(true)
  await vi.advanceTimersByTimeAsync(61_999)
  expect(probe.asked).toBe(14)
  probe.next = () => Promise.resolve(200)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(seen).toEqual({ states: ['not connected', 'connected'], back: 1 })
  const asked = probe.asked
  await vi.advanceTimersByTimeAsync(60_000)
  expect(probe.asked).toBe(asked)
})

test('T10 an event stream that opens is an answer', () => {
  const { connection } = connectionWith()
  const failing = connection.wrapFetch(noAnswer)('/rows')
  return failing.catch(() => {
    connection.answered()
    expect(connection.getState()).toBe('connected')
  })
})
