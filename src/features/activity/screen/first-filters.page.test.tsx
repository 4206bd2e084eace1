import { fireEvent, screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { insertEvents } from '#testing/action-events.ts'
import {
  activityPath,
  countLine,
  expectEvents,
  listsAsked,
  openQuery,
  params,
  queryInput,
  submitQuery,
} from '#testing/activity-page.ts'
import { FilterControls } from '#testing/filter-controls.ts'
import { events } from '#testing/many-events.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, events)
})
afterAll(() => server.close())

async function open(search = '') {
  const page = await renderApp(activityPath(search), { server, as: 'eve', roles: ['auditor'] })
  const filters = new FilterControls(page)
  await countLine(/ loaded$/)
  const bar = await filters.bar()
  const words = () =>
    within(bar)
      .getAllByRole('button')
      .map(({ textContent }) => textContent.trim())
  return { page, filters, words, bar }
}

describe('G03 the first filters', () => {
  test('are three and the time; what the address sets has a button, and keeps it until it is cleared', async () => {
    const { filters, words } = await open('jobs_started=3&extraction_event=eq:extraction-4')
    expect(words()).toEqual([
      'State',
      'Workflow',
      'Identity',
      'Extraction event: is "extraction-4"',
      'Jobs: is 3',
      '+ Filter',
      'Message',
      'Query',
      'Clear all',
    ])
    await filters.press('Jobs', 'Clear')
    await waitFor(() => expect(params()).toEqual([['extraction_event', 'eq:extraction-4']]))
    expect(words()).not.toContain('Jobs')
  })

  test('another field is found by typing and set by keys alone', async () => {
    const { page, words, bar } = await open()
    const { user } = page
    within(bar).getByRole('button', { name: '+ Filter' }).focus()
    await user.keyboard('{Enter}')
    const panel = within(await screen.findByRole('dialog', { name: 'Add a filter' }))
    const input = panel.getByRole('combobox', { name: 'Find a field' })
    expect(document.activeElement).toBe(input)
    const options = () => panel.getAllByRole('option').map(({ textContent }) => textContent)
    expect(options()).toHaveLength(9)
    expect(options().join()).not.toMatch(/identity_name|state|started_at/)
    await user.keyboard('zzz')
    expect(panel.queryByRole('option')).toBeNull()
    expect(panel.getByRole('status').textContent).toBe('No other field has such a name.')
    await user.keyboard('{Backspace}{Backspace}{Backspace}POLICY')
    expect(options()).toEqual(['Task policy_task', 'Policy id policy_id'])
    const active = () =>
      document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent
    expect(active()).toBe('Task policy_task')
    await user.keyboard('{ArrowDown}{ArrowDown}')
    expect(active()).toBe('Task policy_task')
    await user.keyboard('{ArrowUp}')
    expect(active()).toBe('Policy id policy_id')
    await user.keyboard('{ArrowUp}{Enter}')
    await waitFor(() => expect(document.activeElement).toBe(panel.getByRole('textbox', { name: 'Task' })))
    await user.keyboard('task-0123{Enter}')
    await expectEvents(({ policy_task }) => policy_task === 'task-0123')
    expect(params()).toEqual([['policy_task', 'eq:task-0123']])
    expect(words()).toContain('Task: is "task-0123"')
  })
})

const keyOf = (id: string) => `countersign.queries.${JSON.stringify(['localCookieUser', id])}`
const panel = async () => within(await screen.findByRole('dialog', { name: 'Queries of before' }))

describe('G04 the query', () => {
  test('is one press away, and takes the focus; a link that needs it shows it at once, and leaves the focus', async () => {
    const { page } = await open()
    const button = screen.getByRole('button', { name: 'Query' })
    expect(screen.queryByRole('combobox', { name: 'Query' })).toBeNull()
    await page.user.click(button)
    expect(document.activeElement).toBe(queryInput())
    await page.user.click(button)
    expect(screen.queryByRole('combobox', { name: 'Query' })).toBeNull()
  })

  test('stands open where the address holds a text, and stays when that is corrected', async () => {
    const { page } = await open('filter=jobs_started+eq+3+or+jobs_started+eq+2')
    expect(queryInput().value).toBe('jobs_started eq 3 or jobs_started eq 2')
    expect(document.activeElement).not.toBe(queryInput())
    await submitQuery(page, 'jobs_started eq 3')
    await waitFor(() => expect(params()).toEqual([['jobs_started', '3']]))
    expect(queryInput().value).toBe('jobs_started eq 3')
  })

  test('what is applied can be taken up again by keys, is said in words, and is the person’s own', async () => {
    const { page } = await open()
    const { user } = page
    localStorage.setItem(keyOf('ben'), '["jobs_started eq 9"]')
    await submitQuery(page, 'state eq "BLOCKED"')
    await waitFor(() => expect(params()).toEqual([['state', 'BLOCKED']]))
    await submitQuery(page, 'jobs_started eq 3')
    await waitFor(() => expect(params()).toEqual([['jobs_started', '3']]))
    expect(localStorage.getItem(keyOf('eve'))).toBe('["jobs_started eq 3","state eq \\"BLOCKED\\""]')
    await submitQuery(page, '')
    await waitFor(() => expect(params()).toEqual([]))
    // The address is there before what is drawn of it; until then Esc brings the query of before back.
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull())
    await user.click(queryInput())
    await user.keyboard('{Escape}{ArrowUp}')
    const list = await panel()
    expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'jobs_started eq 3jobs started is 3',
      'state eq "BLOCKED"state is "BLOCKED"',
    ])
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^jobs_started eq 3/))
    await user.keyboard('{ArrowDown}{Enter}')
    expect(queryInput().value).toBe('state eq "BLOCKED"')
    expect(document.activeElement).toBe(queryInput())
    expect(params()).toEqual([])
    await user.keyboard('{Enter}')
    await waitFor(() => expect(params()).toEqual([['state', 'BLOCKED']]))
  })

  test('one of the history is taken out, all are cleared, and what cannot be read any more is said', async () => {
    const { page } = await open()
    const { user } = page
    await openQuery(page)
    localStorage.setItem(keyOf('eve'), '["state eq","jobs_started eq 1","jobs_started eq 2"]')
    await user.click(screen.getByRole('button', { name: 'History' }))
    const list = await panel()
    expect(list.getAllByRole('listitem')[0]?.textContent).toBe('state eqThis text is no filter any more.')
    await user.click(list.getByRole('button', { name: 'Take out query 1' }))
    expect(list.getAllByRole('listitem')).toHaveLength(2)
    expect(document.activeElement?.textContent).toMatch(/^jobs_started eq 1/)
    await user.click(list.getByRole('button', { name: 'Clear the history' }))
    expect(list.queryAllByRole('listitem')).toEqual([])
    expect(localStorage.getItem(keyOf('eve'))).toBe('[]')
    expect(list.getByText('No query of yours has been applied here yet.')).toBe(document.activeElement)
  })

  test('a browser that stores nothing is said so in the history, and the query is applied', async () => {
    const { page } = await open()
    const storage = localStorage
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => storage.getItem(key),
      setItem() {
        throw new DOMException('no room', 'QuotaExceededError')
      },
    })
    await submitQuery(page, 'state eq "BLOCKED"')
    await waitFor(() => expect(params()).toEqual([['state', 'BLOCKED']]))
    await page.user.click(screen.getByRole('button', { name: 'History' }))
    const list = await panel()
    expect(list.getByText(/This browser does not keep them/)).toBeDefined()
    expect(list.getAllByRole('listitem')).toHaveLength(1)
  })

  test('Enter that is held applies what stands there once; what is typed on is not lost', async () => {
    const { page } = await open()
    await openQuery(page)
    page.read.length = 0
    const steps = history.length
    await page.user.type(queryInput(), 'state eq "BLOCKED"{Escape}')
    const form = queryInput().closest('form') as HTMLFormElement
    // A held key: the form is sent again and again before the address has changed.
    const storage = localStorage
    const setItem = vi.fn<(key: string, value: string) => void>((key, value) => storage.setItem(key, value))
    vi.stubGlobal('localStorage', { getItem: (key: string) => storage.getItem(key), setItem })
    for (let times = 0; times < 5; times += 1) {
      fireEvent.submit(form)
      await Promise.resolve()
    }
    expect(setItem.mock.calls.filter(([key]) => key === keyOf('eve'))).toHaveLength(1)
    await page.user.type(queryInput(), ' and jobs_started eq 3')
    await waitFor(() => expect(params()).toEqual([['state', 'BLOCKED']]))
    await countLine(/matching/)
    expect(history.length).toBe(steps + 1)
    expect(listsAsked(page.read).map(({ filter }) => filter)).toEqual(['state eq "BLOCKED"'])
    expect(queryInput().value).toBe('state eq "BLOCKED" and jobs_started eq 3')
    fireEvent.submit(form)
    await waitFor(() => expect(params()).toHaveLength(2))
  })

  test('the same filter in another spelling is nothing to apply', async () => {
    const { page } = await open('state=BLOCKED')
    await submitQuery(page, 'STATE  eq   "BLOCKED"')
    await waitFor(() => expect(queryInput().value).toBe('state eq "BLOCKED"'))
    expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull()
  })
})
