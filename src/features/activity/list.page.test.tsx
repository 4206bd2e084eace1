import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { FilterControls } from '#testing/filter-controls.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, [
    anEvent({ policy_task: 'task-1', action_name: 'Sync AD user', workflow_name: 'Joiner' }),
    anEvent({
      policy_task: 'task-2',
      action_name: 'Create mailbox',
      state: 'ERRORED',
      workflow_name: 'joiner',
      messages: ['No licence left.'],
    }),
  ])
})

afterAll(() => server.close())

test('a filter of the list stands in the address and leaves the rows that it fits', async () => {
  const { user } = await renderApp('/activity/workflow-actions', { server })
  await screen.findByText('Sync AD user')
  const filters = await screen.findByRole('group', { name: 'Filters' })
  await user.click(within(filters).getByRole('button', { name: 'State' }))
  const panel = screen.getByRole('dialog', { name: 'State' })
  await user.click(within(panel).getByRole('checkbox', { name: /ERRORED$/ }))
  await user.click(within(panel).getByRole('button', { name: 'Apply' }))
  await waitFor(() => expect(screen.queryByText('Sync AD user')).toBeNull())
  expect(screen.getByText('Create mailbox')).toBeDefined()
  expect(location.search).toBe('?state=ERRORED')
})

test('a press on a row opens its drawer, with the messages of the event', async () => {
  const { user } = await renderApp('/activity/workflow-actions', { server })
  await user.click(await screen.findByText('Create mailbox'))
  const drawer = await screen.findByRole('dialog', { name: 'Create mailbox' })
  await within(drawer).findByText('No licence left.')
  expect(location.pathname).toBe('/activity/workflow-actions/task-2/Create%20mailbox')
})

test('closing the drawer leads back to the list', async () => {
  const { user } = await renderApp('/activity/workflow-actions/task-1/Sync%20AD%20user', { server })
  const drawer = await screen.findByRole('dialog', { name: 'Sync AD user' })
  await user.click(within(drawer).getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Sync AD user' })).toBeNull())
  expect(location.pathname).toBe('/activity/workflow-actions')
})

test('who only reviews has no activity log, whoever has had the page before', async () => {
  await renderApp('/activity/workflow-actions', { server, as: 'ana', roles: ['reviewer'] })
  expect(
    await screen.findByRole('heading', { name: 'The activity log is not for your account' }),
  ).toBeDefined()
  expect(screen.queryByRole('grid')).toBeNull()
})

test('T48 the names of loaded workflows are offered, and those that differ only in case are named', async () => {
  const { user } = await renderApp('/activity/workflow-actions', { server })
  await screen.findByText('Sync AD user')
  const filters = await screen.findByRole('group', { name: 'Filters' })
  await user.click(within(filters).getByRole('button', { name: 'Workflow' }))
  const panel = screen.getByRole('dialog', { name: 'Workflow' })
  const field = within(panel).getByLabelText<HTMLInputElement>('Workflow')
  const offered = [...panel.querySelectorAll(`#${CSS.escape(field.getAttribute('list') ?? '')} option`)]
  expect(new Set(offered.map(({ textContent }) => textContent))).toEqual(new Set(['Joiner', 'joiner']))
  await user.type(field, 'JOINER')
  within(panel).getByText(
    /^Upper and lower case differ\. Rows that are loaded also have "\W*[Jj]oiner\W*", "/,
  )
})

test.each([
  ['Started', 'Last 7 days', 'Live: counted back from when the page is loaded or refreshed'],
  ['Completed', '7 days', 'The beginning is fixed'],
])('T47 a preset of time says whether it is fixed: %s', async (field, name, words) => {
  const page = await renderApp('/activity/workflow-actions', { server })
  const panel = await new FilterControls(page).openPanel(field)
  const note = document.getElementById(
    panel.getByRole('button', { name }).getAttribute('aria-describedby') ?? '',
  )
  expect(note?.textContent).toContain(words)
})

test('T43 the columns are the same before the rows are there, with them and with more of them', async () => {
  const seen = new Set<string>()
  const look = () => {
    const headers = screen.queryAllByRole('columnheader').map(({ textContent }) => textContent)
    if (headers.length > 0) seen.add(headers.join('|'))
  }
  const watch = new MutationObserver(look)
  watch.observe(document.documentElement, { childList: true, subtree: true })
  await renderApp('/activity/workflow-actions', { server })
  await screen.findByText('Sync AD user')
  await screen.findByRole('button', { name: 'Columns' })
  watch.disconnect()
  look()
  expect([...seen]).toHaveLength(1)
})

test('T51 the columns are reset by a button that says so', async () => {
  const { user } = await renderApp('/activity/workflow-actions', { server })
  await user.click(await screen.findByRole('button', { name: 'Columns' }))
  const panel = screen.getByRole('dialog', { name: 'Columns' })
  await user.click(within(panel).getByRole('checkbox', { name: 'State' }))
  expect(screen.queryByRole('columnheader', { name: 'State' })).toBeNull()
  await user.click(within(panel).getByRole('button', { name: 'Reset columns' }))
  expect(screen.getByRole('columnheader', { name: 'State' })).toBeDefined()
})
