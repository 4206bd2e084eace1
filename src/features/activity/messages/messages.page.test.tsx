import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { anEvent } from '#testing/action-events.ts'
import { importEvents } from '#testing/activity-import.ts'
import { activityPath, cells, countLine, params } from '#testing/activity-page.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

const full = 'Quota of 100% reached for "ada"'
const locked = 'User "ben" is locked, data 775'
const failed = (policy_task: string, message: string) =>
  anEvent({ policy_task, state: 'ERRORED', messages: [message] })
let server: TestServer
let cause: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await importEvents(server, 'events.ndjson', [
    failed('full', full),
    failed('locked', locked),
    failed('locked too', 'User "eve" is locked, data 775'),
    anEvent({ policy_task: 'done', messages: ['Quota was 100% of what it was'] }),
    anEvent({ policy_task: 'silent' }),
  ])
  const { rows } = await server.database.store.database.pool.query<{ cause_id: string }>(
    `SELECT cause_id FROM action_event WHERE policy_task = 'locked'`,
  )
  cause = rows[0]?.cause_id ?? ''
})
afterAll(() => server.close())

async function open(search: string | Readonly<Record<string, string>> = ''): Promise<OpenPage> {
  const page = await renderApp(activityPath(search), { server, as: 'eve', roles: ['auditor'] })
  await screen.findByRole('group', { name: 'Filters' })
  return page
}

const bar = () => within(screen.getByRole('group', { name: 'Filters' }))
const tasks = () => cells().map((row) => row['Task'])
const panel = () => within(screen.getByRole('dialog', { name: 'Message' }))

async function search({ user }: OpenPage, text: string): Promise<void> {
  await user.click(bar().getByRole('button', { name: /^Message/ }))
  const input = panel().getByLabelText('First message contains')
  await user.clear(input)
  await user.click(input)
  await user.paste(text)
}

const apply = async ({ user }: OpenPage) => await user.click(panel().getByRole('button', { name: 'Apply' }))

describe('a text in messages', () => {
  test('is searched for within failed events, and the search is there after a reload, and gone by Back', async () => {
    const page = await open()
    await countLine('5 events, all loaded')
    await search(page, '100%')
    expect(panel().getByText(/sets State to Failed/)).toBeDefined()
    await apply(page)
    await countLine('1 matching event, all loaded')
    expect(tasks()).toEqual(['full'])
    expect(cells()[0]).toMatchObject({ State: 'Failed', Message: full })
    expect(params()).toEqual(
      expect.arrayContaining([
        ['message', '100%'],
        ['state', 'ERRORED'],
      ]),
    )
    history.back()
    await countLine('5 events, all loaded')
    expect(bar().getByRole('button', { name: 'Message' })).toBeDefined()
    history.forward()
    await countLine('1 matching event, all loaded')
    const address = location.search
    await open(address)
    await countLine('1 matching event, all loaded')
    expect(bar().getByRole('button', { name: /Message: contains 100%/ })).toBeDefined()
    expect(tasks()).toEqual(['full'])
  })

  test('says where it is searched for where the list says so already, and takes each character for itself', async () => {
    const page = await open('state=ERRORED')
    await countLine('3 matching events, all loaded')
    await search(page, 'DATA 77_')
    expect(panel().getByText('Searched within failed events.')).toBeDefined()
    await apply(page)
    await screen.findByRole('heading', { name: 'No event matches this filter' })
    expect(screen.getByText('Only the first message of an event is searched.')).toBeDefined()
    await search(page, 'DATA 775')
    await apply(page)
    await countLine('2 matching events, all loaded')
    expect(await screen.findByText('Causes are not counted for a search of messages.')).toBeDefined()
    expect(screen.getByRole('link', { name: 'Causes without the search' }).getAttribute('href')).toBe(
      '/activity/failures?state=ERRORED',
    )
    await page.user.click(bar().getByRole('button', { name: /^Message/ }))
    await page.user.click(panel().getByRole('button', { name: 'Clear' }))
    await countLine('3 matching events, all loaded')
    expect(params()).toEqual([['state', 'ERRORED']])
  })

  test('is joined to a query that columns cannot say', async () => {
    const page = await open({ filter: 'jobs_started eq 1 or any_changes eq false' })
    await countLine('5 matching events, all loaded')
    await search(page, 'quota')
    await apply(page)
    await countLine('1 matching event, all loaded')
    expect(Object.fromEntries(params())).toMatchObject({ message: 'quota' })
    expect(Object.fromEntries(params())['filter']).toContain('state eq "ERRORED"')
  })

  test('cannot be blank, and what is wrong stands at the field', async () => {
    const page = await open()
    await search(page, '   ')
    await apply(page)
    expect(panel().getByText('Type something that can be seen.')).toBeDefined()
    expect(params()).toEqual([])
  })

  test('of a link that says nowhere to search asks where', async () => {
    const { user } = await open({ message: 'quota' })
    await screen.findByRole('heading', { name: /searched within failed events or a range/ })
    await user.click(screen.getByRole('button', { name: 'Search failed events' }))
    await countLine('1 matching event, all loaded')
    expect(tasks()).toEqual(['full'])
  })
})

describe('a cause', () => {
  test('is a filter in words beside the others, which a press takes away', async () => {
    const { user } = await open({ cause })
    await countLine('2 matching events, all loaded')
    const chip = await bar().findByRole('button', { name: /^Cause: User … is locked, data 775\. Take/ })
    await user.click(chip)
    await countLine('5 events, all loaded')
    expect(params()).toEqual([])
    expect(bar().queryByRole('button', { name: /^Cause/ })).toBeNull()
    expect(bar().getAllByRole('button')).toContain(document.activeElement)
  })

  test('that nobody knows is shown by its id, and Clear all takes it and the message away', async () => {
    const { user } = await open({ cause: '1-nobody', message: 'x', state: 'ERRORED' })
    await screen.findByRole('heading', { name: 'No event matches this filter' })
    expect(bar().getByRole('button', { name: /^Cause: 1-nobody\./ })).toBeDefined()
    await user.click(bar().getByRole('button', { name: 'Clear all' }))
    await countLine('5 events, all loaded')
    expect(params()).toEqual([])
  })

  test('and a message go along into the dialog of an export', async () => {
    const { user } = await open({ cause, message: 'ben' })
    await countLine('1 matching event, all loaded')
    await bar().findByRole('button', { name: /^Cause: User/ })
    await user.click(screen.getByRole('button', { name: 'Export …' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Export workflow actions' }))
    expect(dialog.getByText('Cause is "User ⟨name⟩ is locked, data 775"')).toBeDefined()
    expect(dialog.getByText('Message contains "ben"')).toBeDefined()
    await waitFor(() => expect(dialog.getByRole('button', { name: /^Export 1 / })).toBeDefined())
  })
})

test('the message stands first in the drawer, under the state, and once where it is alone', async () => {
  await renderApp('/activity/workflow-actions/locked/Sync%20AD%20user', {
    server,
    as: 'eve',
    roles: ['auditor'],
  })
  const drawer = within(await screen.findByRole('dialog', { name: 'Sync AD user' }))
  const message = await drawer.findAllByText(locked)
  expect(message[0]?.closest('p')?.previousElementSibling?.textContent).toMatch(/^FailedERRORED/)
  expect(drawer.queryByRole('heading', { name: 'Messages' })).toBeNull()
})
