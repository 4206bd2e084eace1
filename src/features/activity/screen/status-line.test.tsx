import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { LoadedEvents } from '#queries/activity/use-action-events.ts'
import { countText, StatusLine } from './status-line.tsx'

const loaded = (rows: number, more: LoadedEvents['more'], stale = false): LoadedEvents => ({
  kind: 'rows',
  rows: Array.from({ length: rows }),
  asOf: 0,
  stale,
  more,
  notMore: undefined,
  notAgain: undefined,
})
const reading = (count?: number, capped = false) => ({
  value: count === undefined ? undefined : { count, capped },
  failure: undefined,
  retry: () => undefined,
})

test.each([
  [loaded(200, 'there'), reading(10_000, true), true, '200 of 10,000+ matching events loaded'],
  [loaded(200, 'loading'), reading(5000), false, '200 of 5,000 events loaded'],
  [loaded(100, 'there'), reading(), false, '100 of … events loaded'],
  [loaded(1, 'none'), reading(), true, '1 matching event, all loaded'],
  [loaded(37, 'none'), reading(40), false, '37 events, all loaded'],
  [loaded(20_000, 'full'), reading(10_000, true), false, '20,000 of 20,000+ events loaded'],
  [loaded(100, 'there', true), reading(3), true, 'Loading …'],
])('%# says what it covers', (list, count, filtered, text) => {
  expect(countText(list, count, filtered)).toBe(text)
})

test('T51 a list that could not be read again says so in plain words', () => {
  const notAgain = {
    code: 'Unavailable',
    message: 'The server is away.',
    resolution: '',
    status: 503,
    request_id: '',
    violations: [],
    span: undefined,
  }
  const list = { ...loaded(3, 'none'), notAgain }
  const line = <StatusLine loaded={list} count={reading(3)} filtered={false} zone="UTC" />
  expect(renderToStaticMarkup(line)).toContain('Could not refresh: ')
})
