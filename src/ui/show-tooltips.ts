const tipId = 'tooltip'
const showMs = 500
const hideMs = 150
const gap = 6

/**
 * Shows the `data-tip` of whatever is pointed at or focused, in one element for the whole page; rows by the thousand
 * carry the attribute and nothing else. As WCAG 1.4.13 asks: Esc takes it away, the pointer may move onto it, and it
 * stays until pointer and focus have left. What cannot be pressed shows its own when it is pressed too. Returns how to stop.
 */
export function showTooltips(className: string): () => void {
  const tips = new Tips(className)
  const stop = new AbortController()
  const { signal } = stop
  document.addEventListener('pointerover', (event) => tips.enter(event.target, showMs), { signal })
  document.addEventListener('focusin', (event) => tips.focus(event.target), { signal })
  document.addEventListener('focusout', () => tips.leave(), { signal })
  document.addEventListener('pointerdown', () => tips.hide(), { signal })
  // Before the press does anything: what it makes wait has no refusal to tell of yet.
  document.addEventListener('click', (event) => tips.press(event.target), { signal, capture: true })
  document.addEventListener('scroll', () => tips.hide(), { signal, capture: true, passive: true })
  document.addEventListener('keydown', (event) => tips.keydown(event), { signal, capture: true })
  return () => {
    stop.abort()
    tips.hide()
  }
}

class Tips {
  private readonly tip = document.createElement('div')
  private target: HTMLElement | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  /** The key pressed last moves the focus. */
  private stepped = false

  constructor(className: string) {
    Object.assign(this.tip, { id: tipId, className, role: 'tooltip', popover: 'manual' })
  }

  enter(entered: EventTarget | null, delay: number): void {
    if (!(entered instanceof Element)) return
    const next = entered.closest<HTMLElement>('[data-tip]') ?? undefined
    if (this.tip.contains(entered) || (next && next === this.target)) clearTimeout(this.timer)
    else if (next) this.later(delay, () => this.show(next))
    else this.leave()
  }

  /** Only where the reader's own step led: what a window focuses as it opens or closes would take its next Esc. */
  focus(entered: EventTarget | null): void {
    if (this.stepped && entered instanceof Element && entered.matches(':focus-visible'))
      this.enter(entered, 0)
  }

  /** Whoever presses what cannot be pressed is told why at once; a finger has no other way to ask. */
  press(pressed: EventTarget | null): void {
    if (!(pressed instanceof Element)) return
    const refused = pressed.closest<HTMLElement>('[aria-disabled="true"][data-tip]')
    if (refused) this.show(refused)
  }

  leave(): void {
    this.later(hideMs, () => this.hide())
  }

  keydown(event: KeyboardEvent): void {
    this.stepped = event.key === 'Tab' || event.key.startsWith('Arrow')
    if (event.key !== 'Escape' || !this.target) return
    // This Esc was for the tooltip, and the window under it stays open; that of another window only goes with it.
    if (this.target.closest('dialog') === document.activeElement?.closest('dialog')) {
      event.preventDefault()
      event.stopPropagation()
    }
    this.hide()
  }

  hide(): void {
    clearTimeout(this.timer)
    if (this.target?.getAttribute('aria-describedby') === tipId)
      this.target.removeAttribute('aria-describedby')
    this.target = undefined
    this.tip.remove()
  }

  private show(next: HTMLElement): void {
    this.hide()
    const text = next.dataset['tip']
    if (!text || !next.isConnected) return
    this.target = next
    this.tip.textContent = text
    // Inside the modal window, if there is one: everything outside it is out of reach.
    const layer = next.closest('dialog') ?? document.body
    layer.append(this.tip)
    this.tip.showPopover()
    place(this.tip, next.getBoundingClientRect())
    // What has a description of its own keeps it: the tooltip shows the same.
    if (!next.hasAttribute('aria-describedby')) next.setAttribute('aria-describedby', tipId)
  }

  private later(ms: number, act: () => void): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(act, ms)
  }
}

/** Below the target, or above it where there is no room, and never out of the window. */
function place(tip: HTMLElement, at: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = tip
  const below = at.bottom + gap + height <= window.innerHeight
  tip.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`
  tip.style.top = `${below ? at.bottom + gap : Math.max(8, at.top - gap - height)}px`
}
