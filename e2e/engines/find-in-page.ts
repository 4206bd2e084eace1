/** Roles that elements are looked for by. */
export type Role =
  | 'button'
  | 'checkbox'
  | 'dialog'
  | 'gridcell'
  | 'group'
  | 'heading'
  | 'link'
  | 'row'
  | 'status'
  | 'textbox'

/** What is looked for, in a form that goes into a page: a role, the name or a pattern for it, and what it is inside of. */
export type Wanted = {
  readonly role: Role
  readonly name: string | { readonly source: string; readonly flags: string } | null
  readonly within: Wanted | null
}

/** An element that is shown, as it stood at that moment. Lengths are CSS pixels from the window's upper left corner. */
export type Found = {
  readonly name: string
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Whether a press at its middle would meet it, and do what it says: a button that refuses does nothing. */
  readonly reachable: boolean
  readonly focused: boolean
}

/** Runs in a page: all shown elements that are wanted, in their order; with `reveal` the first is scrolled into view, to be
 * pressed. */
export function findInPage({ wanted, reveal }: { wanted: Wanted; reveal: boolean }): Found[] {
  const selectors: Readonly<Record<Role, string>> = {
    button: 'button, [role="button"], summary',
    checkbox: 'input[type="checkbox"]',
    dialog: 'dialog',
    gridcell: '[role="gridcell"]',
    group: 'fieldset, [role="group"]',
    heading: 'h1, h2, h3',
    link: 'a[href]',
    row: 'tbody tr',
    status: 'output, [role="status"]',
    textbox: 'textarea, input:not([type]), input[type="text"], input[type="search"]',
  }
  const squeezed = (text: string | null | undefined) => (text ?? '').replaceAll(/\s+/g, ' ').trim()
  const nameOf = (element: HTMLElement) => {
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? []
    const labels = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
    const texts = ids.length > 0 ? ids.map((id) => document.getElementById(id)) : [element]
    return squeezed(
      element.getAttribute('aria-label') ??
        [...((labels && element.labels) || texts)].map((one) => one?.textContent).join(' '),
    )
  }
  const find = ({ role, name, within }: Wanted): HTMLElement[] => {
    const fits = (found: string) =>
      name === null ||
      (typeof name === 'string' ? found === name : new RegExp(name.source, name.flags).test(found))
    const places = within ? find(within) : [document]
    return places
      .flatMap((place) => [...place.querySelectorAll<HTMLElement>(selectors[role])])
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && fits(nameOf(element)))
  }
  const elements = find(wanted)
  if (reveal) {
    window.toPress = elements[0]
    elements[0]?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  return elements.map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const top = document.elementFromPoint(x + width / 2, y + height / 2)
    return {
      name: nameOf(element),
      text: squeezed(element.textContent),
      x,
      y,
      width,
      height,
      reachable: top !== null && element.contains(top) && element.getAttribute('aria-disabled') !== 'true',
      focused: element === document.activeElement,
    }
  })
}
