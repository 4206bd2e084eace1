import { beforeEach, expect, test } from 'vitest'
import { type KeyFacts, type KeyPlace, KeyWatch } from './key-watch.ts'

const page = { name: 'page' }
const dialog = { name: 'dialog' }
const table: KeyPlace = { element: 'table', surface: page, isText: false }
const rowButton: KeyPlace = { element: 'a button in a row', surface: page, isText: false }
const field: KeyPlace = { element: 'a field in a dialog', surface: dialog, isText: true }
const cancel: KeyPlace = { element: 'Cancel in a dialog', surface: dialog, isText: false }

let watch: KeyWatch
beforeEach(() => {
  watch = new KeyWatch()
})

const codes: Readonly<Record<string, string>> = { ' ': 'Space' }

/** A keydown or keyup at a time in milliseconds. */
function key(name: string, timeStamp: number, more: Partial<KeyFacts> = {}): KeyFacts {
  const code = codes[name] ?? (/^[a-z]$/.test(name) ? `Key${name.toUpperCase()}` : name)
  const modifiers = { isComposing: false, ctrlKey: false, metaKey: false, altKey: false }
  return { key: name, code, repeat: false, timeStamp, ...modifiers, ...more }
}

/** Presses a key and lets it go. */
function tap(name: string, at: number, place: KeyPlace) {
  const press = watch.down(key(name, at), place)
  watch.up(key(name, at + 1), place)
  return press
}

test('a key that is pressed for the first time is neither held nor stray', () => {
  expect(tap('a', 10, table)).toEqual({ isRepeat: false, isSettled: true, isStray: false })
})

test.each(['Enter', ' ', 'Escape'])('T03 a repeated %s does nothing, on a focused button too', (name) => {
  expect(watch.down(key(name, 10), rowButton).isStray).toBe(false)
  for (const at of [500, 530, 560])
    expect(watch.down(key(name, at, { repeat: true }), rowButton)).toMatchObject({
      isRepeat: true,
      isStray: true,
    })
})

test('T03 in a text field typing and deleting repeat, and Enter does not', () => {
  for (const [name, isStray] of [
    ['x', false],
    [' ', false],
    ['Backspace', false],
    ['Enter', true],
  ] as const) {
    watch.down(key(name, 10), field)
    expect(watch.down(key(name, 500, { repeat: true }), field).isStray).toBe(isStray)
    watch.up(key(name, 510), field)
  }
})

test('T03 movement repeats within a surface, wherever the focus is led to', () => {
  watch.down(key('ArrowDown', 10), table)
  expect(watch.down(key('ArrowDown', 500, { repeat: true }), rowButton).isStray).toBe(false)
  watch.down(key('Tab', 10), field)
  expect(watch.down(key('Tab', 500, { repeat: true }), cancel).isStray).toBe(false)
})

test('T03 a key held from before types nothing into the field that it has opened', () => {
  watch.down(key('r', 10), table)
  expect(watch.down(key('r', 510, { repeat: true }), field).isStray).toBe(true)
  // Nor does it where the browser does not say that it repeats.
  expect(watch.down(key('r', 540), field)).toMatchObject({ isRepeat: true, isStray: true })
  watch.up(key('r', 550), field)
  expect(watch.down(key('r', 700), field)).toMatchObject({ isRepeat: false, isStray: false })
})

test('T03 a Space that went down elsewhere presses nothing as it comes up', () => {
  watch.down(key(' ', 10), table)
  expect(watch.up(key(' ', 200), cancel)).toBe(true)
  watch.down(key(' ', 300), rowButton)
  expect(watch.up(key(' ', 2000), rowButton)).toBe(false)
  // Its keydown was before this page, or in another window.
  expect(watch.up(key(' ', 2100), rowButton)).toBe(true)
  expect(watch.up(key(' ', 2200), field)).toBe(false)
})

test('T02 after a dialog has closed a key is settled once 300 ms have passed without any', () => {
  tap('Enter', 1000, field)
  watch.closed(1002)
  // Typed on, for longer than 300 ms in all.
  for (const at of [1100, 1250, 1500, 1799]) expect(tap('a', at, table).isSettled).toBe(false)
  expect(tap('a', 2098, table).isSettled).toBe(false)
  expect(tap('a', 2398, table).isSettled).toBe(true)
})

test('T02 the pause begins when the dialog closes, also where it was closed without a key', () => {
  tap('a', 1000, field)
  watch.closed(5000)
  expect(tap('a', 5299, table).isSettled).toBe(false)
  watch.closed(6000)
  expect(tap('a', 6300, table).isSettled).toBe(true)
})

test('T02 a key without a command counts as typing, and a repetition too', () => {
  watch.closed(1000)
  watch.down(key('Shift', 1200), table)
  watch.down(key('Shift', 1450, { repeat: true }), table)
  expect(tap('a', 1700, table).isSettled).toBe(false)
})

test('T02 Enter and Space press nothing before that pause, unless Tab or an arrow has chosen it', () => {
  watch.closed(1000)
  expect(tap('Enter', 1100, rowButton).isStray).toBe(true)
  expect(tap(' ', 1200, rowButton).isStray).toBe(true)
  // Text goes on where a field has the focus, and so does movement.
  expect(tap(' ', 1250, field).isStray).toBe(false)
  expect(tap('Enter', 1260, field).isStray).toBe(false)
  expect(tap('ArrowDown', 1300, table).isStray).toBe(false)
  expect(tap('Enter', 1400, rowButton)).toMatchObject({ isSettled: false, isStray: false })
  watch.closed(2000)
  tap('Tab', 2100, table)
  expect(tap(' ', 2200, rowButton)).toMatchObject({ isSettled: false, isStray: false })
})

test('T02 into a dialog that opens by itself nothing is typed before a pause', () => {
  tap('a', 1000, table)
  watch.openedByItself(2000)
  expect(tap('a', 2100, field).isStray).toBe(true)
  expect(tap('Enter', 2300, field).isStray).toBe(true)
  expect(tap('Escape', 2310, field).isStray).toBe(false)
  expect(tap('a', 2700, field).isStray).toBe(false)
})

test('T02 what is held is forgotten a second after the last key, and when the window loses sight of it', () => {
  watch.down(key('a', 1000), table)
  expect(watch.down(key('a', 2000), table).isRepeat).toBe(true)
  expect(watch.down(key('a', 3001), table).isRepeat).toBe(false)
  watch.forget()
  expect(watch.down(key('a', 3100), table).isRepeat).toBe(false)
})

test('T03 a repetition of which the start was not seen does nothing', () => {
  watch.down(key('r', 1000), table)
  watch.forget()
  expect(watch.down(key('r', 1500, { repeat: true }), field).isStray).toBe(true)
})

test('keys of an input method, of a screen keyboard and of the browser are left alone', () => {
  watch.closed(1000)
  expect(watch.down(key('Enter', 1100, { isComposing: true }), field).isStray).toBe(false)
  watch.down(key('Unidentified', 1200, { code: '' }), field)
  expect(watch.down(key('Unidentified', 1210, { code: '' }), field).isRepeat).toBe(false)
  watch.down(key('c', 1300, { metaKey: true }), table)
  // macOS tells of no release here.
  expect(watch.down(key('c', 1400), table).isRepeat).toBe(false)
})

test('nobody types once no key has come for a while', () => {
  tap('a', 1000, table)
  expect(watch.isIdle(1500, 1000)).toBe(false)
  expect(watch.isIdle(2000, 1000)).toBe(true)
})
