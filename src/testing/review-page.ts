import { screen, within } from '@testing-library/dom'
import type { OpenPage } from './render-app.tsx'

/** The row of a review that holds a name, once it is there. */
export function rowWith(name: string): Promise<HTMLElement> {
  return screen.findByRole('row', { name: new RegExp(name) })
}

/** A button that says or begins with `name`, in a row or a dialog. */
export function buttonIn(place: HTMLElement, name: string): HTMLElement {
  return within(place).getByRole('button', { name: new RegExp(`^${name}`) })
}

/** Puts a text into a field in place of what stands there, at once as by pasting. */
export async function fillIn({ user }: OpenPage, field: HTMLElement, text: string): Promise<void> {
  // It has the focus then.
  await user.clear(field)
  if (text !== '') await user.paste(text)
}

/** The changes of rows that the page has sent. */
export function changesSent({ sent }: OpenPage) {
  return sent.filter(({ method }) => method === 'PUT').map(({ body }) => body)
}
