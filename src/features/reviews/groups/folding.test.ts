import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFolding } from './folding.ts'

const groups = ['a', 'b', 'c'].map((key) => ({
  key,
  name: key,
  type: '',
  id: '',
  rows: 2,
  none: 2,
  accepted: 0,
  rejected: 0,
  fixed: 0,
  signed_off: 0,
}))
const folding = (openAtFirst = true) => createFolding(groups, { name: 'groups', openAtFirst })
const open = (of = folding()) => groups.map((_, group) => of.isOpen(group))

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})
afterEach(() => void vi.unstubAllGlobals())

test('groups are open as the settings say, and then as they were left, whatever the settings say', () => {
  expect(open(folding(false))).toEqual([false, false, false])
  const of = folding()
  of.setOpen(1, false)
  expect(of.lines().count).toBe(7)
  expect(open(folding(false))).toEqual([true, false, true])
  of.setAll(false)
  of.setOpen(2, true)
  expect(open(folding(true))).toEqual([false, false, true])
})

test('what is kept names nobody, and what cannot be read is as if nothing were kept', () => {
  folding().setOpen(0, false)
  expect(kept.get('groups')).toMatch(/^\{"open":true,"others":\[\d+\]\}$/)
  for (const text of ['', '{', '[]', '{"open":1}']) {
    kept.set('groups', text)
    expect(open(folding(false)), text).toEqual([false, false, false])
  }
})
