import { screen, waitFor, within } from '@testing-library/dom'
import { expect } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { events, type EventKey, keyOf } from './many-events.ts'
import type { OpenPage } from './render-app.tsx'

const listPath = '/api/private/lifecycle_management/action_events'

/** The address of the Workflow Actions tab, with parameters as a text or by name. */
export function activityPath(search: string | Readonly<Record<string, string>> = ''): string {
  const params = new URLSearchParams(search).toString()
  return `/activity/workflow-actions${params && '?'}${params}`
}

/** The parameters of the page's address, as they stand there. */
export const params = (): string[][] => [...new URLSearchParams(location.search)]

/** What was asked of the list so far: the `filter` and `order_by` of each request for its first page. */
export function listsAsked(read: OpenPage['read']): { filter: string | null; order: string | null }[] {
  return read
    .filter(({ pathname, searchParams }) => pathname === listPath && !searchParams.has('page_token'))
    .map(({ searchParams }) => ({ filter: searchParams.get('filter'), order: searchParams.get('order_by') }))
}

/** The line that counts the rows. */
export const countLine = (text: RegExp | string) =>
  waitFor(() => {
    const says = screen.getAllByRole('status').map(({ textContent }) => textContent)
    const fits = (line: string) => (typeof text === 'string' ? line === text : text.test(line))
    expect(says.some(fits), `${text} in ${JSON.stringify(says)}`).toBe(true)
  })

/** The cells of the rows that are drawn, by the word in their header. */
export function cells(): Record<string, string>[] {
  const grid = screen.getByRole('grid', { name: 'Workflow actions' })
  const words = within(grid).getAllByRole('columnheader').map(wordOf)
  const rows = within(grid)
    .getAllByRole('row')
    .filter((row) => row.querySelector('[role="gridcell"]'))
  return rows.map((row) => {
    const texts = [...row.children].map(textOf)
    return Object.fromEntries(words.map((word, place) => [word, texts[place] ?? '']))
  })
}

/** What stands in a header, without why it cannot be pressed. */
export const wordOf = (header: Element) => textOf(header.querySelector('button') ?? header)

const textOf = ({ textContent }: Element) => textContent

/** Which events are drawn, in their order. */
export const shownEvents = (): EventKey[] =>
  cells().map((row) => ({ policy_task: row['Task'] ?? '', action_name: row['Action'] ?? '' }))

/** Waits until the rows are those of `many-events.ts` for which something holds, counted and none other. */
export async function expectEvents(matches: (event: ActionEvent) => boolean): Promise<void> {
  const expected = events.filter(matches)
  expect(expected.length).toBeGreaterThan(0)
  const all = `${expected.length} matching ${expected.length === 1 ? 'event' : 'events'}, all loaded`
  await countLine(
    expected.length > 100 ? `100 of ${expected.length.toLocaleString('en')} matching events loaded` : all,
  )
  const keys = new Set(expected.map(keyOf))
  const shown = shownEvents().map(keyOf)
  expect(shown.length).toBeGreaterThanOrEqual(Math.min(expected.length, 10))
  expect(shown.filter((key) => !keys.has(key))).toEqual([])
}

/** The field of the query, as text. */
export const queryInput = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Query' })

/** Opens the query where it does not stand open already. */
export async function openQuery({ user }: Pick<OpenPage, 'user'>): Promise<void> {
  if (!screen.queryByRole('combobox', { name: 'Query' }))
    await user.click(await screen.findByRole('button', { name: 'Query' }))
}

/** Writes a filter into the query and sends it. */
export async function submitQuery({ user }: OpenPage, text: string): Promise<void> {
  await openQuery({ user })
  // It has the focus then.
  await user.clear(queryInput())
  if (text !== '') await user.paste(text)
  await user.keyboard('{Enter}')
}
