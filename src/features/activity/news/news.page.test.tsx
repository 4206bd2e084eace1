import { screen, waitFor, within } from '@testing-library/dom'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest'
import { maxSortedEvents } from '#contract/fields.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { activityPath, cells, countLine, listsAsked } from '#testing/activity-page.ts'
import { narrowTheWindow } from '#testing/activity-window.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
const db = () => server.database.store.db

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(db(), [
    anEvent({ policy_task: 'old-1', action_name: 'Sync AD user', workflow_name: 'Mover', state: 'RUNNING' }),
    anEvent({
      policy_task: 'old-2',
      action_name: 'Create mailbox',
      workflow_name: 'Joiner',
      state: 'ERRORED',
    }),
  ])
})
afterAll(() => server.close())

const store = (policy_task: string, state: string) =>
  insertEvents(db(), [anEvent({ policy_task, state, started_at: '2026-03-01T00:00:00Z' })])
const isNew = ({ pathname }: URL) => pathname.endsWith('/events:new')
const tasks = () => cells().map((row) => row['Task'])
const newButton = (name: RegExp | string) => screen.findByRole('button', { name }, { timeout: 10_000 })
const header = (name: string) =>
  screen.findByRole('columnheader', { name }).then((cell) => within(cell).getByRole('button'))

test('what is new and matches is counted, moves nothing, and is read at a press', async () => {
  const { user, read } = await renderApp(activityPath('state=ERRORED'), { server })
  await countLine('1 matching event, all loaded')
  await store('new-1', 'ERRORED')
  await store('new-2', 'COMPLETED')
  const button = await newButton('1 new')
  await store('new-3', 'ERRORED')
  await waitFor(() => expect(button.textContent).toBe('2 new'), { timeout: 10_000 })
  expect(tasks()).toEqual(['old-2'])
  await countLine('Since this list was read: 1 new.')

  const before = listsAsked(read).length
  await user.click(button)
  await countLine('3 matching events, all loaded')
  expect(tasks()).toEqual(['new-3', 'new-1', 'old-2'])
  await waitFor(() => expect(screen.queryByRole('button', { name: /new$/ })).toBeNull())
  expect(listsAsked(read).length).toBe(before + 1)
})

test('an event that has changed is shown as it is now, in its place, also where it no longer matches', async () => {
  const { read } = await renderApp(activityPath('state=RUNNING'), { server })
  await countLine('1 matching event, all loaded')
  // Told by the first question, then by the next one or the stream, which is open by then.
  await store('new-4', 'RUNNING')
  await newButton('1 new')
  await store('new-5', 'RUNNING')
  await newButton('2 new')
  const before = listsAsked(read).length
  await sql`UPDATE action_event SET state = 'ABANDONED' WHERE policy_task = 'old-1'`.execute(db())
  await waitFor(() => expect(cells()[0]?.['State']).toMatch(/Abandoned/), { timeout: 10_000 })
  expect(tasks()).toEqual(['old-1'])
  expect(listsAsked(read).length).toBe(before)
  expect(screen.getByRole('button', { name: /new/ }).textContent).toBe('2 new')
  await sql`UPDATE action_event SET state = 'RUNNING' WHERE policy_task = 'old-1'`.execute(db())
})

test('what was stored while the page was hidden is told when it is in view again', async () => {
  await renderApp(activityPath('state=ERRORED'), { server })
  await countLine(/^\d matching events?, all loaded$/)
  await store('seen-1', 'ERRORED')
  await newButton('1 new')
  await store('seen-2', 'ERRORED')
  await newButton('2 new')
  const look = (state: DocumentVisibilityState) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state })
    document.dispatchEvent(new Event('visibilitychange'))
  }
  onTestFinished(() => void Reflect.deleteProperty(document, 'visibilityState'))
  look('hidden')
  await store('hidden-1', 'ERRORED')
  await sql`UPDATE action_event SET jobs_errored = 1 WHERE policy_task = 'old-2'`.execute(db())
  look('visible')
  await newButton('3 new · some changed')
})

test('where the session has ended the page learns it from its stream, and leads to where one signs in', async () => {
  const who = { as: 'eve', roles: ['auditor'], mountsOnce: true } as const
  const { read } = await renderApp(activityPath('state=ERRORED'), { server, ...who })
  await countLine(/^\d+ matching events?, all loaded$/)
  // Asked at once, and again because the stream has opened: after that nothing is asked by itself.
  await waitFor(() => expect(read.filter(isNew)).toHaveLength(2), { timeout: 20_000 })
  const leave = vi.spyOn(location, 'replace').mockImplementation(() => undefined)
  onTestFinished(() => leave.mockRestore())
  await db().deleteFrom('session').execute()
  // Nobody presses anything.
  await waitFor(() => expect(leave).toHaveBeenCalled(), { timeout: 20_000 })
  expect(leave.mock.calls[0]?.[0]).toMatch(/^\/sign-in\?to=/)
}, 30_000)

test('few events are sorted by any column that the API has', async () => {
  const { user } = await renderApp(activityPath(), { server })
  await waitFor(async () => expect((await header('Workflow')).getAttribute('aria-disabled')).toBeNull())
  await user.click(await header('Workflow'))
  await waitFor(() => expect(location.search).toBe('?order_by=workflow_name+asc'))
  await waitFor(() => expect(cells()[0]?.['Workflow']).toBe('Joiner'))
  await waitFor(() =>
    expect(screen.getByRole('columnheader', { name: 'Workflow' }).getAttribute('aria-sort')).toBe(
      'ascending',
    ),
  )
  expect((await header('Policy')).getAttribute('data-tip')).toBe('Sorted by its id')
  const duration = await header('Duration')
  expect(duration.getAttribute('aria-disabled')).toBe('true')
  expect(duration.getAttribute('data-tip')).toMatch(/^Worked out from the two times/)
})

test('of more, headers say why they are off, and so does the menu of a narrow window', async () => {
  await db()
    .transaction()
    .execute(async (many) => {
      await sql`SET LOCAL statement_timeout = 0`.execute(many)
      await sql`INSERT INTO action_event (policy_task, action_name, action_type, state, import_id)
        SELECT n, 'Sync', 'PAUSE', 'COMPLETED', 0 FROM generate_series(1, ${maxSortedEvents}::int) AS n`.execute(
        many,
      )
    })
  const { user } = await renderApp(activityPath(), { server })
  await countLine(/10,000\+ events loaded/)
  await waitFor(async () =>
    expect((await header('Workflow')).getAttribute('data-tip')).toBe(
      'Only while at most 50,000 events match. Narrow the filter or the time.',
    ),
  )
  const workflow = await header('Workflow')
  expect(workflow.getAttribute('aria-disabled')).toBe('true')
  await user.click(workflow)
  expect(location.search).toBe('')
  expect((await header('State')).getAttribute('aria-disabled')).toBeNull()

  narrowTheWindow()
  const menu = await screen.findByRole('combobox', { name: 'Order' })
  const off = await within(menu).findByRole('group', { name: /^Only while at most 50,000 events match/ })
  expect(within(off).getByRole<HTMLOptionElement>('option', { name: 'Workflow' }).disabled).toBe(true)
}, 60_000)

test('an address that sorts too many says why not, and leads back', async () => {
  const { user } = await renderApp(activityPath('order_by=policy_task'), { server })
  await screen.findByText(/^Sorting by policy_task takes at most 50,000 matching events/)
  await user.click(screen.getByRole('button', { name: 'Show the newest first' }))
  await countLine(/10,000\+ events loaded/)
  expect(location.search).not.toContain('policy_task')
})
