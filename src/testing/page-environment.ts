import type { Window } from 'happy-dom'
import elements from 'happy-dom/lib/config/HTMLElementConfig.js'

/** In pixels: what everything in a page of tests measures, as nothing is laid out. */
const size = { Width: 1280, Height: 360 }

/**
 * Gives a window of happy-dom what the page needs and it lacks. Nothing here knows of layout, focus or keys: a test that
 * is about those belongs to a browser. Left out on purpose are IndexedDB and Web Locks: the page then works without a
 * durable outbox, as in a private window, and keeps a change in memory until the server's answer.
 */
export function completeWindow(win: Window): void {
  giveSearch()
  giveSizes(win)
  givePopovers(win)
  giveLateCloses(win)
  giveQuickStyles(win)
}

/** React warns of a tag that a browser does not know, and happy-dom does not know `<search>` yet. */
function giveSearch(): void {
  Object.assign(elements, { search: elements.section })
}

/** A virtualised table draws the rows that fit into its height, and without a layout that is none. */
function giveSizes({ HTMLElement }: Window): void {
  for (const [side, pixels] of Object.entries(size)) {
    for (const kind of ['client', 'offset'])
      Object.defineProperty(HTMLElement.prototype, kind + side, { configurable: true, get: () => pixels })
  }
}

/** A browser tells of a closed dialog in a task of its own, happy-dom at once: to React's double effects that is a press on Close. */
function giveLateCloses({ HTMLDialogElement, Event }: Window): void {
  HTMLDialogElement.prototype.close = function close(value = '') {
    if (!this.open) return
    this.removeAttribute('open')
    this.returnValue = value
    setTimeout(() => this.dispatchEvent(new Event('close')))
  }
}

/** Popovers, which happy-dom has only the attributes of: a button opens and closes its panel, and both events are told. */
function givePopovers({ HTMLElement, Event, document }: Window): void {
  const open = new WeakSet<object>()
  const turn = (panel: InstanceType<typeof HTMLElement>, opens: boolean) => {
    if (open.has(panel) === opens) return
    const states = opens ? { oldState: 'closed', newState: 'open' } : { oldState: 'open', newState: 'closed' }
    panel.dispatchEvent(Object.assign(new Event('beforetoggle'), states))
    if (opens) open.add(panel)
    else open.delete(panel)
    // happy-dom takes a dialog without `open` for hidden.
    panel.toggleAttribute('open', opens)
    panel.dispatchEvent(Object.assign(new Event('toggle'), states))
  }
  const methods = {
    showPopover(this: InstanceType<typeof HTMLElement>) {
      turn(this, true)
    },
    hidePopover(this: InstanceType<typeof HTMLElement>) {
      turn(this, false)
    },
  }
  Object.assign(HTMLElement.prototype, methods)
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof HTMLElement ? target.closest('button[popovertarget]') : null
    const panel = button && document.getElementById(button.getAttribute('popovertarget') ?? '')
    if (panel instanceof HTMLElement) turn(panel, !open.has(panel))
  })
}

/**
 * Answers at once whether an element is shown: finding by name asks that of each element within, and happy-dom works out
 * a whole style for each answer. No style sheet is loaded here, so that an element without a style of its own is shown as
 * all of its kind are, and it is visible unless one around it says otherwise.
 */
function giveQuickStyles(win: Window): void {
  const styleOf = win.getComputedStyle.bind(win)
  const displays = new Map<string, string>()
  /** Undefined where the style has to be worked out. */
  const quickly = (element: InstanceType<Window['Element']>, name: string, workOut: () => string) => {
    if (!element.isConnected || element.hasAttribute('style') || element.tagName === 'DIALOG')
      return undefined
    if (name === 'visibility') return element.closest('[style*="visibility"]') ? undefined : ''
    if (name !== 'display') return undefined
    const display = displays.get(element.tagName) ?? workOut()
    displays.set(element.tagName, display)
    return display
  }
  // happy-dom has one style for an element, which follows its changes.
  const quick = new WeakSet<object>()
  win.getComputedStyle = (element) => {
    const style = styleOf(element)
    if (quick.has(style)) return style
    quick.add(style)
    const workOut = style.getPropertyValue.bind(style)
    style.getPropertyValue = (name) => quickly(element, name, () => workOut(name)) ?? workOut(name)
    return style
  }
}
