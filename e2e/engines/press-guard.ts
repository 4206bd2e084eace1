declare global {
  interface Window {
    /** What was looked at last to be pressed. */
    toPress?: Element | undefined
    /** Ends the guard of a press, and gives whether it landed where it was meant to. */
    endPress?: () => boolean
  }
}

/**
 * Runs in a page before a press: until `endPress` only what is to be pressed gets it. A page may move between the look
 * at it and the press, and a press that lands on something else must do nothing.
 */
export function guardPress(): void {
  const { toPress } = window
  const guard = new AbortController()
  let landed = false
  const check = (event: Event) => {
    if (event.target instanceof Node && toPress?.contains(event.target)) {
      landed ||= event.type === 'click'
      return
    }
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
    window.addEventListener(type, check, { capture: true, signal: guard.signal })
  window.endPress = () => {
    guard.abort()
    return landed
  }
}

/** Runs in a page after a press: whether it landed. It did where it has led to another page. */
export function pressLanded(): boolean {
  return window.endPress?.() ?? true
}
