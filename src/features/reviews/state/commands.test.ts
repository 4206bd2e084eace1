import { expect, test } from 'vitest'
import { type CommandKey, commandOf, type FocusPlace } from './commands.ts'

const fresh = { isRepeat: false, isSettled: true }

/** A key without modifiers, on a keyboard of the United States where nothing else is said. */
function pressed(key: string, more: Partial<CommandKey> = {}): CommandKey {
  return {
    key,
    code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
    isComposing: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    altGraph: false,
    ...more,
  }
}

const places: readonly (FocusPlace | undefined)[] = ['table', 'row', 'dialog', 'page', undefined]
const placesOf = (key: string) => places.filter((place) => commandOf(pressed(key), fresh, place))

test.each(['j', 'k', 'a', 'r', 'n', 's', 'u'])(
  'T01 %s acts in the table and in the drawer of a row',
  (key) => {
    expect(placesOf(key)).toEqual(['table', 'row'])
  },
)

test('rows are chosen in the table alone, and their decisions cleared there', () => {
  expect([placesOf('x'), placesOf('c')]).toEqual([['table'], ['table']])
  const withShift = { shiftKey: true }
  expect(commandOf(pressed('X', withShift), fresh, 'table')).toBe('choose up to here')
  expect(commandOf(pressed('Ч', { ...withShift, code: 'KeyX' }), fresh, 'table')).toBe('choose up to here')
  expect(commandOf(pressed('X', withShift), fresh, 'page')).toBeUndefined()
})

test('T01 o acts in the table alone, / wherever the filters can be reached, ? everywhere but in text', () => {
  expect(placesOf('o')).toEqual(['table'])
  expect(placesOf('/')).toEqual(['table', 'page'])
  expect(placesOf('?')).toEqual(['table', 'row', 'dialog', 'page'])
})

test('T02 no command runs before a pause after a dialog has closed', () => {
  for (const key of ['j', 'a', 'r', 'o', '?', '/'])
    expect(commandOf(pressed(key), { isRepeat: false, isSettled: false }, 'table')).toBeUndefined()
})

test('T03 a held key repeats movement and nothing else', () => {
  const held = { isRepeat: true, isSettled: true }
  const repeating = ['j', 'k', 'a', 'r', 'n', 's', 'c', 'x', 'u', 'o', '/', '?'].filter((key) =>
    commandOf(pressed(key), held, 'table'),
  )
  expect(repeating).toEqual(['j', 'k'])
})

test.each([
  ['Cyrillic', 'ф', 'KeyA', 'accept'],
  ['Cyrillic', 'к', 'KeyR', 'reject'],
  ['Greek', 'α', 'KeyA', 'accept'],
  ['Greek', 'ρ', 'KeyR', 'reject'],
  ['Hebrew', 'ש', 'KeyA', 'accept'],
  ['Hebrew', 'ח', 'KeyJ', 'next row'],
  ['Arabic', 'ق', 'KeyR', 'reject'],
  ['Thai, a sign above the letter', '่', 'KeyJ', 'next row'],
  ['Hangul', 'ㅁ', 'KeyA', 'accept'],
])(
  'T04 on a keyboard that writes %s, %s (%s) does what the Latin letter does',
  (_name, key, code, command) => {
    expect(commandOf(pressed(key, { code }), fresh, 'table')).toBe(command)
  },
)

test('T04 a Latin letter is what the layout says, wherever its key is', () => {
  // Dvorak, and a French keyboard.
  expect(commandOf(pressed('o', { code: 'KeyS' }), fresh, 'table')).toBe('open')
  expect(commandOf(pressed('q', { code: 'KeyA' }), fresh, 'table')).toBeUndefined()
  expect(commandOf(pressed('é', { code: 'KeyA' }), fresh, 'table')).toBeUndefined()
})

test('T04 Caps Lock makes no difference, Shift does', () => {
  expect(commandOf(pressed('A'), fresh, 'table')).toBe('accept')
  expect(commandOf(pressed('A', { shiftKey: true }), fresh, 'table')).toBeUndefined()
  expect(commandOf(pressed('?', { shiftKey: true, code: 'Slash' }), fresh, 'table')).toBe('help')
})

test.each([
  ['a dead key', pressed('Dead', { code: 'KeyA' })],
  ['a key of an input method', pressed('Process', { code: 'KeyA' })],
  ['a letter that is being composed', pressed('ㅁ', { code: 'KeyA', isComposing: true })],
  ['a letter with AltGr', pressed('ф', { code: 'KeyA', altGraph: true })],
  ['a letter with Ctrl', pressed('a', { ctrlKey: true })],
  ['a letter with Cmd', pressed('a', { metaKey: true })],
  ['a letter with Alt', pressed('a', { altKey: true })],
  ['a digit', pressed('1')],
  ['the name of a method', pressed('constructor')],
])('T04 %s is no command', (_name, key) => {
  expect(commandOf(key, fresh, 'table')).toBeUndefined()
})
