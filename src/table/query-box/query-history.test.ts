import { afterEach, expect, test, vi } from 'vitest'
import { createQueryHistory, queryLimit } from './query-history.ts'

afterEach(() => void vi.unstubAllGlobals())

/** A browser whose storage holds one text; `full` is to be set where it takes no more. */
function browser(stored: string | null = null) {
  const kept = new Map(stored === null ? [] : [['key', stored]])
  const tabs = new EventTarget()
  const state = { kept, full: false, tellTabs: () => tabs.dispatchEvent(new Event('storage')) }
  vi.stubGlobal('addEventListener', tabs.addEventListener.bind(tabs))
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (state.full) throw new DOMException('no room', 'QuotaExceededError')
      kept.set(key, value)
    },
  })
  return state
}

test('the newest comes first, each stands once, and the last twenty are kept', () => {
  browser()
  const history = createQueryHistory('key')
  for (let n = 1; n <= queryLimit + 3; n += 1) history.remember(`jobs_started eq ${n}`)
  history.remember('jobs_started eq 20')
  const { texts, kept } = history.read()
  expect(texts).toHaveLength(queryLimit)
  expect(texts.slice(0, 3)).toEqual(['jobs_started eq 20', 'jobs_started eq 23', 'jobs_started eq 22'])
  expect(texts.at(-1)).toBe('jobs_started eq 4')
  expect(kept).toBe(true)
})

test('one is taken out, and all of them', () => {
  browser('["a","b","c"]')
  const history = createQueryHistory('key')
  history.remove('b')
  expect(history.read().texts).toEqual(['a', 'c'])
  history.clear()
  expect(createQueryHistory('key').read().texts).toEqual([])
})

test.each([
  ['no JSON', '["a",', []],
  ['no list', '{"0":"a"}', []],
  ['other things among the texts', '[1,null,"a",["b"]," ","a","c"]', ['a', 'c']],
  ['more than are kept', JSON.stringify(Array.from({ length: 40 }, (_, n) => `${n}`)), undefined],
])('a stored history that holds %s does no harm, and is written over', (_, stored, texts) => {
  const { kept } = browser(stored)
  const history = createQueryHistory('key')
  const before = history.read().texts
  if (texts) expect(before).toEqual(texts)
  expect(before.length).toBeLessThanOrEqual(queryLimit)
  history.remember('new')
  expect(JSON.parse(kept.get('key') ?? '')).toEqual(['new', ...before].slice(0, queryLimit))
})

test('where the browser stores nothing it lasts as long as the page, and says so', () => {
  const state = browser('["a"]')
  state.full = true
  const history = createQueryHistory('key')
  history.remember('b')
  expect(history.read()).toEqual({ texts: ['b', 'a'], kept: false })
  expect(createQueryHistory('key').read()).toEqual({ texts: ['b', 'a'], kept: false })
  state.full = false
  history.remember('c')
  expect(history.read()).toEqual({ texts: ['c', 'b', 'a'], kept: true })
})

test('what another tab applies is there, and is not lost by what this one applies', () => {
  const state = browser('["a"]')
  const history = createQueryHistory('key')
  const heard = vi.fn<() => void>()
  const stop = history.subscribe(heard)
  const before = history.read()
  expect(history.read()).toBe(before)
  state.kept.set('key', '["theirs","a"]')
  state.tellTabs()
  expect(heard).toHaveBeenCalledTimes(1)
  history.remember('mine')
  expect(history.read().texts).toEqual(['mine', 'theirs', 'a'])
  stop()
  state.tellTabs()
  expect(heard).toHaveBeenCalledTimes(2)
})

test('each key has its own', () => {
  browser('["a"]')
  expect(createQueryHistory('another').read().texts).toEqual([])
})
