import { afterEach, expect, test, vi } from 'vitest'
import { storedFlags, storeFlags } from './stored-flags.ts'

afterEach(() => void vi.unstubAllGlobals())

/** A storage that holds one text. */
function holding(text: string | null): Map<string, string> {
  const kept = new Map(text === null ? [] : [['key', text]])
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  return kept
}

test.each([
  ['nothing', null, {}],
  ['flags', '{"note":true,"may":false}', { note: true, may: false }],
  ['something else among them', '{"note":true,"may":"yes","who":1}', { note: true }],
  ['no JSON', '{"note":', {}],
  ['no object', 'null', {}],
])('a browser that remembers %s', (_, text, flags) => {
  holding(text)
  expect(storedFlags('key')).toEqual(flags)
})

test('what is stored is read again', () => {
  holding('{"note":true}')
  storeFlags('key', { may: false })
  expect(storedFlags('key')).toEqual({ may: false })
})
