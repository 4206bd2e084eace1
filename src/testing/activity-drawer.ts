import { screen, waitFor, within } from '@testing-library/dom'
import { expect } from 'vitest'
import { type EventKey, keyOf } from './many-events.ts'

/** The address of one event below the tab, with the parameters of the list behind it. */
export function eventPath({ policy_task, action_name }: EventKey, search = ''): string {
  const path = `/activity/workflow-actions/${encodeURIComponent(policy_task)}/${encodeURIComponent(action_name)}`
  return path + search
}

/** The drawers that are open: panels of buttons are dialogs too, but popovers. */
const drawers = () => screen.queryAllByRole('dialog').filter((dialog) => !dialog.hasAttribute('popover'))

/** Waits until a drawer is open that says something. */
export async function openDrawer(text: string | RegExp = 'All fields'): Promise<HTMLElement> {
  return await waitFor(() => {
    const [panel] = drawers()
    if (!panel) throw new Error('No drawer is open.')
    within(panel).getAllByText(text)
    return panel
  })
}

/** Waits until no drawer is open. */
export const expectNoDrawer = () => waitFor(() => expect(drawers()).toHaveLength(0))

/** What the drawer is called. */
export function titleOf(panel: HTMLElement): string {
  return document.getElementById(panel.getAttribute('aria-labelledby') ?? '')?.textContent ?? ''
}

/** Waits until the drawer shows another event, or this one. */
export const expectOpen = (event: EventKey) =>
  waitFor(() => {
    const [panel] = drawers()
    const shown = panel && { action_name: titleOf(panel), policy_task: fieldsOf(panel)['policy_task'] ?? '' }
    expect(shown && keyOf(shown)).toBe(keyOf(event))
    expect(location.pathname).toBe(eventPath(event))
  })

/** A section of a drawer by its heading. */
export function sectionOf(panel: HTMLElement, heading: string): HTMLElement {
  const section = within(panel).getByRole('heading', { name: heading }).closest('section')
  if (!section) throw new Error(`${heading} heads no section.`)
  return section
}

/** Every field that a drawer shows, by its name in the API. */
export function fieldsOf(panel: HTMLElement): Record<string, string> {
  return entriesOf(sectionOf(panel, 'All fields'), (term) => term.querySelector('code')?.textContent ?? '')
}

/** What a section says of each of its terms. */
export function entriesOf(
  section: HTMLElement,
  nameOf: (term: HTMLElement) => string = ({ textContent }) => textContent,
): Record<string, string> {
  const terms = within(section).getAllByRole('term')
  const definitions = within(section).getAllByRole('definition')
  return Object.fromEntries(terms.map((term, place) => [nameOf(term), definitions[place]?.textContent ?? '']))
}
