import { afterEach, beforeEach, expect, test } from 'vitest'
import { guardPresses, pressesWait } from './guard-presses.ts'

/** What was pressed, in its order: the words of a control and the kind of event that reached it. */
const heard: string[] = []
let stop: () => void

beforeEach(() => {
  heard.length = 0
  stop = guardPresses()
})
afterEach(() => {
  stop()
  document.body.replaceChildren()
})

/** A control on the page that tells what reaches it. */
function control(tag: string, words: string): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = words
  for (const type of ['pointerdown', 'mousedown', 'click'])
    element.addEventListener(type, () => heard.push(`${element.textContent}: ${type}`))
  document.body.append(element)
  return element
}

type At = { readonly ms: number; readonly x?: number; readonly pointerType?: string }

/** Presses an element as a browser does, 80 ms long; says whether it would have taken the focus. */
function press(target: Element, { ms, x = 100, pointerType = 'mouse' }: At): boolean {
  const place = { bubbles: true, cancelable: true, clientX: x, clientY: 100 }
  const pointer = { ...place, isPrimary: true, pointerType }
  send(target, new PointerEvent('pointerdown', pointer), ms)
  const focuses = send(target, new MouseEvent('mousedown', { ...place, detail: 1 }), ms)
  send(target, new PointerEvent('pointerup', pointer), ms + 80)
  send(target, new MouseEvent('click', { ...place, detail: 1 }), ms + 80)
  return focuses
}

function send(target: Element, event: Event, ms: number): boolean {
  Object.defineProperty(event, 'timeStamp', { value: ms })
  return target.dispatchEvent(event)
}

const whole = (words: string) => ['pointerdown', 'mousedown', 'click'].map((type) => `${words}: ${type}`)

test('T02 the second press of a double press does nothing to another control that has come to its place', () => {
  press(control('button', 'Reject'), { ms: 1000 })
  const focuses = press(control('button', 'Accept'), { ms: 1180 })
  expect(heard).toEqual(whole('Reject'))
  expect(focuses).toBe(false)
})

test('T02 nor does a third, or a press that is held long', () => {
  const reject = control('button', 'Reject')
  const accept = control('button', 'Accept')
  press(reject, { ms: 1000 })
  // So many milliseconds after the end of the one before.
  for (const ms of [1579, 2158, 2737]) press(accept, { ms })
  expect(heard).toEqual(whole('Reject'))
})

test('T02 nor to a row that a press beside a window has laid open', () => {
  press(control('dialog', 'Reject this access'), { ms: 1000 })
  press(control('tr', 'A row'), { ms: 1180 })
  expect(heard).toEqual(whole('Reject this access'))
})

test('T02 nor to the same control once it says something else', () => {
  const button = control('button', 'Sign off')
  press(button, { ms: 1000 })
  button.textContent = 'Stop'
  press(button, { ms: 1180 })
  expect(heard).toEqual(whole('Sign off'))
})

test.each(['id', 'aria-label'])('T02 nor to a control of the same words and another %s', (name) => {
  const button = control('button', 'Accept')
  button.setAttribute(name, 'of one row')
  press(button, { ms: 1000 })
  button.setAttribute(name, 'of another')
  press(button, { ms: 1180 })
  expect(heard).toEqual(whole('Accept'))
})

test('both presses of one control go through', () => {
  const button = control('button', 'Sort')
  const icon = document.createElement('b')
  button.append(icon)
  press(button, { ms: 1000 })
  press(icon, { ms: 1120 })
  expect(heard).toEqual([...whole('Sort'), ...whole('Sort')])
})

test('half a second later a press is meant, and so is one elsewhere at once', () => {
  press(control('button', 'Reject'), { ms: 1000 })
  press(control('button', 'Accept'), { ms: 1580 })
  press(control('button', 'Close'), { ms: 1700, x: 111 })
  expect(heard).toEqual([...whole('Reject'), ...whole('Accept'), ...whole('Close')])
})

test('T02 a finger comes down farther from where it was than a mouse', () => {
  press(control('button', 'Reject'), { ms: 1000, pointerType: 'touch' })
  press(control('button', 'Accept'), { ms: 1180, x: 139, pointerType: 'touch' })
  expect(heard).toEqual(whole('Reject'))
  press(control('button', 'Close'), { ms: 1300, x: 141, pointerType: 'touch' })
  expect(heard).toEqual([...whole('Reject'), ...whole('Close')])
})

test('T02 a press where the last one was waits after a dialog that has closed late', () => {
  const now = performance.now()
  press(control('button', 'Save'), { ms: now - 900 })
  pressesWait()
  press(control('button', 'Accept'), { ms: now + 100 })
  expect(heard).toEqual(whole('Save'))
})

test('a click without a press, as of a key, goes through at any time', () => {
  press(control('button', 'Reject'), { ms: 1000 })
  const accept = control('button', 'Accept')
  press(accept, { ms: 1180 })
  accept.click()
  expect(heard).toEqual([...whole('Reject'), 'Accept: click'])
})

test('what has become a scroll is no press', () => {
  const row = control('tr', 'A row')
  send(row, new PointerEvent('pointerdown', { bubbles: true, clientX: 100, isPrimary: true }), 1000)
  send(row, new PointerEvent('pointercancel', { bubbles: true, isPrimary: true }), 1050)
  heard.length = 0
  press(control('button', 'Accept'), { ms: 1180 })
  expect(heard).toEqual(whole('Accept'))
})

test('a press after a key is the second half of nothing, however soon a dialog has closed', () => {
  press(control('tr', 'Row'), { ms: 1000 })
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  press(control('tr', 'The same row, drawn anew'), { ms: 1180 })
  expect(heard).toEqual([...whole('Row'), ...whole('The same row, drawn anew')])
})

test.each([
  ['that is held', { key: 'a', repeat: true }],
  ['that only changes others', { key: 'Shift' }],
])('T02 a key %s lets no second half through, before it nor in its middle', (_, key) => {
  const tell = () => window.dispatchEvent(new KeyboardEvent('keydown', key))
  press(control('button', 'Reject'), { ms: 1000 })
  tell()
  window.addEventListener('pointerup', tell, { once: true })
  press(control('button', 'Accept'), { ms: 1180 })
  expect(heard).toEqual(whole('Reject'))
})
