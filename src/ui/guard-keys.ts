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

/** What a keydown is, as the guard has seen it. */
export function pressOf(event: KeyboardEvent): Press {
  return presses.get(event) ?? { isRepeat: event.repeat, isSettled: true, isStray: false }
}

/** To be called as a dialog closes: commands wait for a pause. */
export function dialogClosed(): void {
  keys.closed(performance.now())
}

/** To be called as a key has only marked a row: what is typed on, as a word would be, is no answer to that. */
export function commandsWait(): void {
  keys.closed(performance.now())
}

/** To be called as a dialog opens that nobody asked for: all keys wait for a pause. */
export function dialogOpenedByItself(): void {
  keys.openedByItself(performance.now())
}

/** Whether nobody has pressed a key for so many milliseconds. */
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
