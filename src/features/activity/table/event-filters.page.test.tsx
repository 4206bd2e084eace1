import { fireEvent, screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { eventPath, expectNoDrawer, openDrawer } from '#testing/activity-drawer.ts'
import { activityPath, countLine, params, shownEvents, wordOf } from '#testing/activity-page.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

const events = [
  anEvent({ policy_task: 'task-1', action_name: 'Sync AD user' }),
  anEvent({
    policy_task: 'task-2',
    action_name: 'Create mailbox',
    state: 'ERRORED',
    workflow_name: 'Mover "B"',
    identity_name: 'Grace',
    identity_id: '',
    extraction_event: null,
    dry_run: true,
  }),
  anEvent({ policy_task: 'task-3', action_name: 'Sync AD user', state: 'ERRORED', identity_id: 'id-3' }),
]
const who = { as: 'eve', roles: ['auditor'] } as const

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, events)
})
afterAll(() => server.close())

async function open(search = '') {
  const page = await renderApp(activityPath(search), { server, ...who })
  await screen.findByText('Create mailbox')
  return page
}

/** The cell of a column in the row of a task. */
function cellOf(task: string, column: string): HTMLElement {
  const grid = screen.getByRole('grid', { name: 'Workflow actions' })
  const columns = within(grid).getAllByRole('columnheader')
  const place = columns.findIndex((header) => wordOf(header) === column)
  const row = within(grid)
    .getAllByRole('row')
    .find(({ textContent }) => textContent.includes(task))
  const cell = row?.children[place]
  if (!(cell instanceof HTMLElement)) throw new Error(`there is no cell ${column} of ${task}`)
  return cell
}

/** Moves the mouse onto a cell until the button over it says what it filters by; its code comes behind the rows. */
const buttonOver = (task: string, column: string, name: string) =>
  waitFor(() => {
    fireEvent.pointerMove(cellOf(task, column), { pointerType: 'mouse' })
    return screen.getByRole('button', { name: `Filter by ${name} (f for the whole row)` })
  })
/** The same onto a cell over which there is none. */
const noButtonOver = (task: string, column: string) =>
  waitFor(() => {
    fireEvent.pointerMove(cellOf(task, column), { pointerType: 'mouse' })
    expect(screen.queryByRole('button', { name: /^Filter by / })).toBeNull()
  })

const panel = () => screen.findByRole('dialog', { name: 'Filter by this row' })
const shown = () => shownEvents().map(({ policy_task }) => policy_task)

test('a cell leaves only the rows with its value', async () => {
  const { user } = await open('any_changes=true')
  await user.click(await buttonOver('task-2', 'State', 'State: Failed'))
  await user.click(within(await panel()).getByRole('button', { name: 'Only State: Failed' }))
  await waitFor(() => expect(shown()).toEqual(['task-3', 'task-2']))
  expect(params()).toEqual([
    ['state', 'ERRORED'],
    ['any_changes', 'true'],
  ])
  expect(screen.queryByRole('dialog', { name: 'Filter by this row' })).toBeNull()
  await expectNoDrawer()
})

test('a cell leaves the rows without its value, and what else is asked for stays', async () => {
  const { user } = await open('state=ERRORED&message=&order_by=identity_name+asc')
  await user.click(await buttonOver('task-2', 'Workflow', 'Workflow: Mover "B"'))
  await user.click(within(await panel()).getByRole('button', { name: /^Exclude Workflow: Mover "B"/ }))
  await waitFor(() => expect(shown()).toEqual(['task-3']))
  expect(params()).toContainEqual(['filter', 'state eq "ERRORED" and not (workflow_name eq "Mover \\"B\\"")'])
  expect(params()).toContainEqual(['order_by', 'identity_name asc'])
})

test('there is none where the API has no operator, and an empty value is one too', async () => {
  const { user } = await open()
  for (const column of ['Started', 'Message']) {
    await buttonOver('task-2', 'State', 'State: Failed')
    await noButtonOver('task-2', column)
  }
  await user.click(await buttonOver('task-2', 'Identity', 'Identity: Grace'))
  expect(
    within(await panel())
      .getAllByRole('button')
      .map((each) => each.getAttribute('aria-label')),
  ).toEqual([
    'Only Identity: Grace',
    'Exclude Identity: Grace',
    'Only Identity id: empty',
    'Exclude Identity id: empty',
  ])
  await user.click(within(await panel()).getByRole('button', { name: 'Only Identity id: empty' }))
  await waitFor(() => expect(shown()).toEqual(['task-2']))
  expect(params()).toEqual([['filter', 'identity_id eq ""']])
})

test.each([
  ['f', { key: 'f' }],
  ['Shift+F10', { key: 'F10', shiftKey: true }],
  ['the menu key', { key: 'ContextMenu' }],
])('%s filters by the row that keys act on, and Enter still opens it', async (_, key) => {
  const { user } = await open('state=ERRORED')
  await buttonOver('task-2', 'State', 'State: Failed')
  const grid = screen.getByRole('grid', { name: 'Workflow actions' })
  grid.focus()
  await user.keyboard('{ArrowDown}{ArrowDown}')
  fireEvent.keyDown(grid, key)
  const names = within(await panel())
    .getAllByRole('term')
    .map(({ textContent }) => textContent)
  expect(names).toEqual([
    'State',
    'Task',
    'Action',
    'Action type',
    'Policy id',
    'Workflow',
    'Identity id',
    'Identity',
    'Changes',
    'Jobs',
  ])
  await user.click(within(await panel()).getByRole('button', { name: 'Exclude Task: task-2' }))
  await waitFor(() => expect(shown()).toEqual(['task-3']))
  grid.focus()
  await user.keyboard('{ArrowDown}{Enter}')
  await openDrawer()
})

test('a press on the row beside the button opens it, a right press of the mouse keeps the menu of the browser', async () => {
  const { user } = await open()
  await buttonOver('task-2', 'State', 'State: Failed')
  expect(fireEvent.contextMenu(cellOf('task-2', 'State'), { button: 2 })).toBe(true)
  expect(fireEvent.contextMenu(cellOf('task-2', 'State'), { button: 0 })).toBe(false)
  await panel()
  await user.click(cellOf('task-2', 'Action'))
  await openDrawer()
})

test('the drawer filters by the fields that the API compares, and the list behind it follows', async () => {
  const { user } = await renderApp(eventPath({ policy_task: 'task-2', action_name: 'Create mailbox' }), {
    server,
    ...who,
  })
  const drawer = await openDrawer()
  const offered = within(drawer)
    .getAllByRole('button')
    .map((button) => button.getAttribute('aria-label') ?? '')
    .filter((label) => label.startsWith('Exclude '))
  expect(offered).toEqual([
    'Exclude Task: task-2',
    'Exclude Action: Create mailbox',
    'Exclude Action type: Sync identities',
    'Exclude State: Failed',
    'Exclude Policy id: policy-1',
    'Exclude Workflow: Mover "B"',
    'Exclude Identity id: empty',
    'Exclude Identity: Grace',
    'Exclude Changes: Yes',
    'Exclude Jobs: 1',
  ])
  await user.click(within(drawer).getByRole('button', { name: 'Exclude State: Failed' }))
  await expectNoDrawer()
  await countLine('1 matching event, all loaded')
  expect(shown()).toEqual(['task-1'])
})

test('the drawer shows the task in short, which leads to its page', async () => {
  const { user } = await renderApp(eventPath({ policy_task: 'task-2', action_name: 'Create mailbox' }), {
    server,
    ...who,
  })
  const drawer = await openDrawer('Its task, 1 action')
  expect(within(drawer).getByText(/It never counts as a repair\.$/)).toBeDefined()
  await user.click(within(drawer).getByRole('link', { name: 'Open the task' }))
  await screen.findByRole('heading', { name: '1 action' })
  expect(location.pathname).toBe('/activity/tasks/task-2')
})

test('the Task cell leads to the page of the task, the Jobs cell to its events; a dry run says so', async () => {
  const { user } = await open()
  expect(cellOf('task-2', 'State').textContent).toMatch(/^Failed\s+Dry run$/)
  expect(cellOf('task-3', 'State').textContent).toBe('Failed')
  await user.click(within(cellOf('task-2', 'Task')).getByRole('link', { name: 'task-2. Open the task.' }))
  await screen.findByRole('heading', { name: '1 action' })
  await user.click(screen.getByRole('link', { name: 'All events of this task' }))
  await waitFor(() => expect(shown()).toEqual(['task-2']))
})
