import { pressesWait } from './guard-presses.ts'
import { type KeyPlace, KeyWatch, type Press } from './key-watch.ts'

const keys = new KeyWatch()
const presses = new WeakMap<Event, Press>()

/**
 * Keeps keys from acting twice or in the wrong place, before anything else on the page hears of them: a repeated Enter,
 * Space or Esc, the repetitions and the release of a key that was pressed elsewhere, and Enter and Space right after a
 * dialog has closed. Returns how to stop.
 */
export function guardKeys(): () => void {
  const stop = new AbortController()
  const first = { capture: true, signal: stop.signal }
  window.addEventListener(
    'keydown',
    (event) => {
      const press = keys.down(event, placeOf(event.target))
      presses.set(event, press)
      if (press.isStray) swallow(event)
    },
    first,
  )
  window.addEventListener(
    'keyup',
    (event) => {
      if (keys.up(event, placeOf(event.target))) swallow(event)
    },
    first,
  )
  window.addEventListener('blur', () => keys.forget(), { signal: stop.signal })
  document.addEventListener('visibilitychange', () => keys.forget(), { signal: stop.signal })
  return () => stop.abort()
}

/** What the guard knows about a keydown: whether it repeats, may be a leftover of typing, or is to be ignored. */
export function pressOf(event: KeyboardEvent): Press {
  return presses.get(event) ?? { isRepeat: event.repeat, isSettled: true, isStray: false }
}

/** Call it as a dialog closes: until there is a pause in typing (`pauseMs`), keys run no commands; presses wait as well. */
export function dialogClosed(): void {
  pressesWait()
  keys.closed(performance.now())
}

/**
 * Call it when a key has marked a row without acting on it. Until there is a pause in typing, keys run no commands:
 * whoever types a word on does not mean its letters as commands for that row.
 */
export function commandsWait(): void {
  keys.closed(performance.now())
}

/** Call it as a dialog opens that nobody asked for: until there is a pause in typing, no key does anything. */
export function dialogOpenedByItself(): void {
  keys.openedByItself(performance.now())
}

/** Whether no key has been pressed for `ms` milliseconds. */
export function keysAreIdle(ms: number): boolean {
  return keys.isIdle(performance.now(), ms)
}

/** Whether an element takes what is typed: a text field, or a list in which keys choose or go on to one. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('textarea, select, [role="listbox"]')) return true
  return target instanceof HTMLInputElement && !keyless.has(target.type)
}

/** Kinds of `input` in which keys are no text. */
const keyless = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file', 'image'])

function placeOf(target: EventTarget | null): KeyPlace {
  const surface = target instanceof Element ? target.closest('dialog') : null
  return { element: target, surface: surface ?? document, isText: takesText(target) }
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
