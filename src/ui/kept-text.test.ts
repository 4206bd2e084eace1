import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetText, keepText, keptText, textPlace } from './kept-text.ts'

let stored: Map<string, string>
beforeEach(() => {
  stored = new Map()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
    removeItem: (key: string) => void stored.delete(key),
  })
})
afterEach(() => void vi.unstubAllGlobals())

const ada = { user_type: 'localCookieUser', id: 'ada' }
const place = textPlace(ada, 'c-1', 7, 'reject')

test('a text is kept for its own place alone', () => {
  keepText(place, '', 'Left the team')
  expect(keptText(place, '')).toEqual({ text: 'Left the team', hint: 'Kept from before.' })
  for (const other of [
    textPlace({ ...ada, id: 'ben' }, 'c-1', 7, 'reject'),
    textPlace({ ...ada, user_type: 'OktaUser' }, 'c-1', 7, 'reject'),
    textPlace(ada, 'c-2', 7, 'reject'),
    textPlace(ada, 'c-1', 8, 'reject'),
    textPlace(ada, 'c-1', 7, 'accept'),
    textPlace(undefined, 'c-1', 7, 'reject'),
  ])
    expect(keptText(other, '')).toEqual({ text: '', hint: undefined })
})

test('nothing is kept of what was emptied, is as it stands anyway, or was sent', () => {
  for (const text of ['', 'as it stands']) {
    keepText(place, 'as it stands', 'longer')
    keepText(place, 'as it stands', text)
    expect(stored.size).toBe(0)
  }
  keepText(place, '', 'Left the team')
  forgetText(place)
  expect(stored.size).toBe(0)
})

test('what stands there now is said where it has changed since', () => {
  keepText(place, 'theirs', 'mine')
  expect(keptText(place, 'theirs, later')).toEqual({
    text: 'mine',
    hint: 'Kept from before. Since then it has become: “theirs, later”.',
  })
  expect(keptText(place, 'mine')).toEqual({ text: 'mine', hint: undefined })
})

test.each(['', 'nonsense', 'null', '7', '{"text":"x"}', '{"text":7,"from":""}'])(
  'what somebody else has written there is nothing: %s',
  (text) => {
    stored.set(String(place), text)
    expect(keptText(place, 'present')).toEqual({ text: 'present', hint: undefined })
  },
)

test('where there is no room nothing is kept, and writing goes on', () => {
  vi.stubGlobal('sessionStorage', {
    setItem: () => {
      throw new DOMException('There is no room.', 'QuotaExceededError')
    },
  })
  expect(() => keepText(place, '', 'x')).not.toThrow()
})
