/**
 * Runs in a page: what is wrong with how the open dialog of that name is shown, in words. All of it is inside the
 * window, there is room below its head, its last button can be pressed at once (except in one that `scrolls` as a
 * whole), and each of its controls can be scrolled to. Nothing is wrong where the list is empty.
 */
export function dialogFaults({
  name,
  scrolls,
  least,
}: {
  name: string
  scrolls: boolean
  least: number
}): string[] {
  const dialog = [...document.querySelectorAll('dialog')].find((one) => {
    const title = document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent
    return (
      one.checkVisibility({ visibilityProperty: true }) && (one.getAttribute('aria-label') ?? title) === name
    )
  })
  if (!dialog) return [`no dialog ${name} is shown`]
  const faults: string[] = []
  const inWindow = (element: Element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5
  }
  const canBePressed = (element: Element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const hit = document.elementFromPoint(x + width / 2, y + height / 2)
    return inWindow(element) && hit !== null && (element.contains(hit) || hit.contains(element))
  }
  const { top, bottom } = dialog.getBoundingClientRect()
  if (!inWindow(dialog)) faults.push(`it reaches out of the window: ${top} to ${bottom}`)
  const buttons = [...dialog.querySelectorAll('button')].filter((button) =>
    button.checkVisibility({ visibilityProperty: true }),
  )
  const close = buttons.find((button) => button.getAttribute('aria-label') === 'Close')
  const room = bottom - (close?.getBoundingClientRect().bottom ?? top)
  if (close && room < least) faults.push(`only ${room} px are below its head`)
  const last = buttons.at(-1)
  if (!scrolls && last && !canBePressed(last))
    faults.push(`its last button "${last.textContent}" cannot be pressed`)
  for (const control of dialog.querySelectorAll('button, input, select, textarea, summary')) {
    if (!control.checkVisibility({ visibilityProperty: true })) continue
    control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    if (!canBePressed(control))
      faults.push(`${control.tagName} "${control.textContent}" cannot be scrolled to`)
  }
  for (const part of dialog.querySelectorAll('*')) part.scrollTop = 0
  return faults
}
