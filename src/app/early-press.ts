import { rowPressed } from '#table/row-pressed.ts'

/**
 * Opens the row that is pressed in a picture of rows: the address becomes that of the row, as it does when React's table
 * opens one, and the page comes up with the row open over its list. Back leads to the list.
 */
export function openPressed(picture: HTMLElement, pathOf: (index: number) => string | undefined): void {
  let pressed: Element | null = null
  picture.addEventListener('click', ({ target }) => {
    const index = rowPressed(target)
    const path = index === undefined ? undefined : pathOf(index)
    if (path === undefined) return
    // The form in which the router keeps what it knows of a step.
    const step = { usr: { opened: true } }
    if (pressed) history.replaceState(step, '', path)
    else history.pushState(step, '', path)
    // A router that is there already, though nothing of it is drawn yet, hears of the step.
    dispatchEvent(new PopStateEvent('popstate', { state: step }))
    pressed?.removeAttribute('aria-current')
    pressed = target instanceof Element ? target.closest('[data-index]') : null
    pressed?.setAttribute('aria-current', 'true')
  })
}
