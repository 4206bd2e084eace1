/** So many milliseconds after a press, or after a dialog closed, the next press at its place is taken for its second half. */
const pauseMs = 500
/** So many pixels lie between the two halves of a double press: of a mouse or pen, and of a finger. */
const slip = 10
const slipOfFinger = 40

/** The last press that went through. */
let last: Pressed | undefined
/** When that, or a press that was taken for its second half, ended. */
let endedAt = 0
let isStray = false

type Pressed = {
  readonly x: number
  readonly y: number
  readonly control: EventTarget | null
  /** What the control was, and said, before the press. */
  readonly words: string
}

/**
 * Keeps the second half of a double press from what has come to stand below it, before anything else on the page hears of
 * it: another control, or the same one with other words. Presses of one control go through, however fast. Returns how to
 * stop.
 */
export function guardPresses(): () => void {
  const stop = new AbortController()
  const first = { capture: true, signal: stop.signal }
  window.addEventListener('pointerdown', begin, first)
  window.addEventListener('pointerup', (event) => event.isPrimary && wait(event.timeStamp), first)
  // What began as a press has become a scroll.
  window.addEventListener('pointercancel', forget, first)
  window.addEventListener('keydown', keyed, first)
  window.addEventListener('mousedown', (event) => isStray && swallow(event), first)
  window.addEventListener('click', clicked, first)
  return () => {
    stop.abort()
    forget()
  }
}

/** Call it as a dialog closes: until `pauseMs` later a press where the last one was may be meant for the dialog. */
export function pressesWait(): void {
  wait(performance.now())
}

/** Whether what happens now comes of the second half of a double press; for what the platform does on a press. */
export function pressIsStray(): boolean {
  return isStray
}

function begin(event: PointerEvent): void {
  if (!event.isPrimary) return
  const pressed = pressedBy(event)
  isStray = event.button === 0 && isSecondHalf(pressed, event)
  if (isStray) {
    swallow(event)
    wait(event.timeStamp)
  } else {
    last = pressed
    endedAt = event.timeStamp
  }
}

/** What comes after a key is the second half of nothing. One that is held, or only changes what others do, says nothing. */
function keyed({ repeat, key }: KeyboardEvent): void {
  if (!repeat && !/^(Shift|Control|Alt|AltGraph|Meta)$/.test(key)) forget()
}

function clicked(event: MouseEvent): void {
  // Keys, and programs for those who cannot press, click without a count.
  if (!isStray || event.detail === 0) return
  swallow(event)
  settle()
}

function isSecondHalf({ x, y, control, words }: Pressed, { timeStamp, pointerType }: PointerEvent): boolean {
  if (!last || timeStamp - endedAt >= pauseMs) return false
  const far = pointerType === 'touch' ? slipOfFinger : slip
  if (Math.hypot(x - last.x, y - last.y) > far) return false
  return control !== last.control || words !== last.words
}

function pressedBy({ clientX: x, clientY: y, target }: PointerEvent): Pressed {
  const control =
    target instanceof Element && target.closest('button, a, label, summary, tr, [role="option"]')
  if (!control) return { x, y, control: target, words: '' }
  return {
    x,
    y,
    control,
    words: `${control.id} ${control.getAttribute('aria-label')} ${control.textContent}`,
  }
}

function wait(at: number): void {
  endedAt = Math.max(endedAt, at)
}

function settle(): void {
  isStray = false
}

function forget(): void {
  last = undefined
  settle()
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
