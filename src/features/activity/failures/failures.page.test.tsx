import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { Role } from '#contract/permissions.ts'
import type { FailureBoard } from '#contract/activity/failures.ts'
import { anEvent } from '#testing/action-events.ts'
import { holdBack, instead, isCount, refusal } from '#testing/activity-answers.ts'
import { importEvents } from '#testing/activity-import.ts'
import { activityPath, countLine } from '#testing/activity-page.ts'
import { eventPath, openDrawer } from '#testing/activity-drawer.ts'
import { descriptionOf } from '#testing/description-of.ts'
import { FilterControls } from '#testing/filter-controls.ts'
import { renderApp } from '#testing/render-app.tsx'
import { failJob, takeJob } from '#testing/job-rows.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let count = 0
function at(minute: number, identity_id: string, more: Partial<ActionEvent> = {}): ActionEvent {
  count += 1
  const time = `2026-01-10T10:${String(minute).padStart(2, '0')}:00Z`
  return anEvent({
    policy_task: `task-${count}`,
    action_name: 'Create mailbox',
    identity_id,
    identity_name: `Person ${identity_id}`,
    started_at: time,
    completed_at: time,
    ...more,
  })
}
const full = (minute: number, who: string, more: Partial<ActionEvent> = {}) =>
  at(minute, who, { state: 'ERRORED', messages: [`User "${who}" exceeds error code 429`], ...more })
const locked = (minute: number, who: string) =>
  at(minute, who, { state: 'ERRORED', workflow_name: 'Mover', messages: ['LDAP error, data 775'] })

/** Of code 429: a and b still broken, c fixed after 14 minutes, d broken again by the other cause. */
const events = [
  full(1, 'a'),
  full(2, 'b', { workflow_name: 'Leaver' }),
  full(3, 'c'),
  at(17, 'c'),
  full(4, 'd'),
  at(5, 'd'),
  at(6, 'd', { state: 'ERRORED', messages: ['LDAP error, data 775'] }),
  locked(7, 'e'),
]
const failed = full(3, 'c')

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await importEvents(server, 'events.ndjson', events)
})
afterAll(() => server.close())

const open = (path: string, as = 'eve', roles: readonly Role[] = ['auditor']) =>
  renderApp(path, { server, as, roles })
const isBoard = ({ pathname }: URL) => pathname.endsWith('/activity/failures')
const isListOfEvents = ({ pathname }: URL) => pathname.endsWith('/action_events')
const isExport = ({ path }: { readonly path: string }) => path.includes('/identities:export')
/** The address of the cause of code 429. */
async function causePath(search = ''): Promise<string> {
  const { body } = await server.get('/app/v1/activity/failures', await server.key('activity:read'))
  const [cause] = (body as { value: FailureBoard }).value.causes
  return `/activity/failures/${cause?.cause_id}${search && '?'}${search}`
}
const cards = async () =>
  await within(await screen.findByRole('list', { name: 'Causes' })).findAllByRole('listitem')
const line = () => screen.findByRole('region', { name: 'Why actions failed' })
const identities = () => {
  const grid = screen.getByRole('grid', { name: 'Identities' })
  return within(grid)
    .getAllByRole('row')
    .filter((row) => row.querySelector('[role="gridcell"]'))
    .map(({ textContent }) => textContent)
}

test('the board tells each cause once: how often, whom, when, where, and what became of it; the total adds up', async () => {
  await open('/activity/failures')
  const [first, second] = await cards()
  await countLine('6 failed events of 2 causes')
  expect(first?.textContent).toContain('User any name exceeds error code 429')
  for (const text of [
    '4 events',
    '4 identities',
    '2 still broken, ',
    '1 broken again',
    '1 fixed later',
    'Leaver 1',
  ])
    expect(first?.textContent).toContain(text)
  expect(first?.textContent).toMatch(/Started 2026-01-10 11:01 to 2026-01-10 11:04/)
  expect(second?.textContent).toContain('LDAP error, data 775')
})

test('the board belongs to the activity log, and the menu says so', async () => {
  await open('/activity/failures')
  const current = within(await screen.findByRole('navigation', { name: 'Main' })).getAllByRole('link')
  expect(current.map((link) => [link.textContent, link.getAttribute('aria-current')])).toEqual([
    ['Activity', 'page'],
    ['Reviews', null],
  ])
})

test('its order and filter live in the address, which Back and a reload keep', async () => {
  const { user } = await open('/activity/failures?sort=newest')
  await waitFor(async () => expect((await cards())[0]?.textContent).toContain('data 775'))
  await user.selectOptions(screen.getByRole('combobox', { name: 'Order' }), 'Most events')
  await waitFor(async () => expect((await cards())[0]?.textContent).toContain('code 429'))
  expect(location.search).toBe('')
  history.back()
  await waitFor(async () => expect((await cards())[0]?.textContent).toContain('data 775'))
})

test('a filter that nothing failed of says so, and can be cleared', async () => {
  const { user } = await open('/activity/failures?workflow_name=eq:Nobody')
  await screen.findByRole('heading', { name: 'No failures' })
  await user.click(screen.getByRole('button', { name: 'Clear the filter' }))
  expect(await cards()).toHaveLength(2)
})

test('while the board is read it says so; what cannot be read says why, and is read again', async () => {
  const letGo = holdBack(isBoard)
  const { user } = await open('/activity/failures')
  await screen.findByText('Loading the causes of failures')
  letGo()
  await cards()
  const end = instead(isBoard, () => refusal(400, 'InvalidArgument', 'Too much: narrow the time.'))
  await user.click(screen.getByRole('button', { name: 'Refresh' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Too much: narrow the time.')
  expect(await cards()).toHaveLength(2)
  end()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

test('what of the address cannot be read is named, and nothing is asked', async () => {
  const { read } = await open('/activity/failures?sort=oldest')
  await screen.findByText(/sort must be one of/)
  expect(read.filter(isBoard)).toEqual([])
})

test('whoever may not read the log is told so', async () => {
  instead(isBoard, () => refusal(403, 'PermissionDenied', 'This needs activity:read.'))
  await open('/activity/failures')
  await screen.findByRole('heading', { name: 'You may not read the activity log' })
})

test('from the first screen it is one press to who is still broken, each with what became of it', async () => {
  const { user } = await open(activityPath())
  const [stillBroken] = within(await line()).getAllByRole('link', { name: '2 still broken' })
  if (stillBroken) await user.click(stillBroken)
  await waitFor(() => expect(identities()).toHaveLength(2))
  expect(location.search).toBe('?became=STILL_BROKEN')
  expect(identities().map((text) => /Person ./.exec(text)?.[0])).toEqual(['Person b', 'Person a'])
  await user.click(screen.getByRole('link', { name: 'Fixed later 1' }))
  await waitFor(() => expect(identities()).toHaveLength(1))
  expect(identities()[0]).toContain('14 minutes later by task task-4')
  await user.click(screen.getByRole('link', { name: 'Broken again 1' }))
  await waitFor(() => expect(identities()[0]).toContain('LDAP error, data 775'))
  await user.click(screen.getByRole('link', { name: 'All 4' }))
  await waitFor(() => expect(identities()).toHaveLength(4))
  await user.click(screen.getByRole('button', { name: 'Leaver, 1' }))
  await waitFor(() => expect(identities()).toHaveLength(1))
  expect(location.search).toBe('?workflow_name=eq%3ALeaver')
  await user.click(screen.getByRole('button', { name: 'Leaver, 1' }))
  await waitFor(() => expect(identities()).toHaveLength(4))
})

test('a card of the line lists the events of its cause, with the filter of the list', async () => {
  const { user } = await open(activityPath('action_name=eq:Create mailbox'))
  await user.click(within(await line()).getByRole('link', { name: /^4 × User/ }))
  await waitFor(() => expect(new URLSearchParams(location.search).has('cause')).toBe(true))
  expect(new URLSearchParams(location.search).get('action_name')).toBe('eq:Create mailbox')
  await countLine('4 matching events, all loaded')
})

test('the line is not asked for before the rows, nor where nothing can have failed', async () => {
  await import('./causes-line.tsx')
  const letGo = holdBack(isListOfEvents)
  const page = await open(activityPath())
  const { read } = page
  // What stands beside the line has come, and waits for the rows too.
  await screen.findByText('Counting when these events started …')
  await waitFor(() => expect(read.filter(isListOfEvents)).not.toEqual([]))
  expect(read.filter(isBoard)).toEqual([])
  letGo()
  await line()
  const letNextGo = holdBack(isListOfEvents)
  read.length = 0
  await new FilterControls(page).choose('State', 'ERRORED')
  await countLine('Loading …')
  // How many match is asked beside the rows: the line would have been by then.
  await waitFor(() => expect(read.filter(isCount)).not.toEqual([]))
  expect(read.filter(isBoard)).toEqual([])
  letNextGo()
  await waitFor(() => expect(read.filter(isBoard)).toHaveLength(1))
  const other = await open(activityPath('state=COMPLETED'))
  await countLine('2 matching events, all loaded')
  expect(other.read.filter(isBoard)).toEqual([])
  expect(screen.queryByRole('region', { name: 'Why actions failed' })).toBeNull()
})

test('a line that cannot be read says so in its place, and the rows stand', async () => {
  instead(isBoard, () => refusal(400, 'InvalidArgument', 'Too much: narrow the time.'))
  await open(activityPath())
  await screen.findByText(/Why actions failed could not be read/)
  await countLine('8 events, all loaded')
})

test('the drawer of a failed event says how many failed alike, and by what it was fixed', async () => {
  await open(eventPath({ policy_task: 'task-3', action_name: failed.action_name }))
  const panel = await openDrawer('Cause')
  await within(panel).findByRole('link', { name: 'One of 4 with this cause' })
  within(panel).getByText('Fixed later')
  within(panel).getByRole('link', { name: '14 minutes later by task task-4' })
  expect(within(panel).getByRole('link', { name: 'Only this person' }).getAttribute('href')).toBe(
    '/activity/workflow-actions?identity_id=eq%3Ac',
  )
})

test('the identities that are listed are exported, with what is said of them before', async () => {
  const { user, sent } = await open('/activity/failures')
  const [card] = await cards()
  if (card) await user.click(within(card).getByRole('link', { name: '2 still broken' }))
  await user.click(await screen.findByRole('button', { name: 'Leaver, 1' }))
  await waitFor(() => expect(identities()).toHaveLength(1))
  await user.click(screen.getByRole('button', { name: 'Export identities …' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Export identities' }))
  await dialog.findByText(/^1 identity at its place: each has a row for each policy/)
  for (const text of ['Workflow is "Leaver"', 'What became of them is Still broken', 'Newest failures first'])
    dialog.getByText(text)
  dialog.getByText(/^Cause is "User .+ exceeds error code 429"$/)
  await user.click(dialog.getByRole('radio', { name: /^XLSX/ }))
  await user.click(dialog.getByRole('button', { name: 'Export 1 identity at its place as XLSX' }))
  await dialog.findByText('Waiting')
  expect(sent.filter(isExport)).toMatchObject([
    { body: { filter: 'workflow_name eq "Leaver"', became: 'STILL_BROKEN' } },
  ])
})

test('all identities are exported where no outcome is chosen, and events beside', async () => {
  const { user } = await open('/activity/failures')
  const [card] = await cards()
  if (card) await user.click(within(card).getByRole('link', { name: /^User/ }))
  await user.click(await screen.findByRole('button', { name: 'Export identities …' }))
  await screen.findByRole('button', { name: 'Export 4 identities at their places as CSV' })
  expect(screen.queryByText(/^What became of them/)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await user.click(screen.getByRole('button', { name: 'Export events …' }))
  await screen.findByRole('button', { name: 'Export 4 events as CSV' })
})

test('who may not take the log away is told so at the button, and nothing is asked', async () => {
  const { user, sent } = await open(await causePath('became=STILL_BROKEN'), 'otto', ['operator'])
  const button = await screen.findByRole('button', { name: 'Export identities …' })
  await waitFor(() => expect(descriptionOf(button)).toMatch(/^Auditors and admins take the log away/))
  await user.click(button)
  expect(screen.queryByRole('dialog', { name: 'Export identities' })).toBeNull()
  expect(sent.filter(isExport)).toEqual([])
})

test('My exports tells what such an export is of, leads to that list, and asks for the same again', async () => {
  await server.database.store.db.deleteFrom('job').execute()
  const path = await causePath()
  const body = { filter: 'workflow_name eq "Leaver"', became: 'STILL_BROKEN' }
  const headers = { ...pageHeaders, cookie: await server.signIn('eve', 'auditor') }
  const run = await server.send('POST', `/app/v1${path}/identities:export`, headers, body)
  const { id } = (run.body as { value: { id: string } }).value
  await takeJob(server.database.store.db, { id, worker: 'w' })
  await failJob(server.database.store.db, { id, worker: 'w' }, 'No room.')
  const { user, sent } = await open('/exports')
  const made = within(await screen.findByRole('list', { name: 'My exports' }))
  const texts = ['Workflow is "Leaver"', 'What became of them is Still broken', 'Newest failures first']
  for (const text of ['Identities that failed', ...texts]) made.getByText(text)
  const href = made.getByRole('link', { name: 'Show the list' }).getAttribute('href') ?? ''
  expect(href).toBe(`${path}?filter=workflow_name+eq+%22Leaver%22&became=STILL_BROKEN`)
  await user.click(made.getByRole('button', { name: 'Export again …' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Export identities' }))
  for (const text of texts) dialog.getByText(text)
  await user.click(await dialog.findByRole('button', { name: 'Export 1 identity at its place as CSV' }))
  await waitFor(() => expect(sent.filter(isExport)).toMatchObject([{ body }]))
  expect(sent.find(isExport)?.path).toMatch(path)
  await open(href)
  await waitFor(() => expect(identities()).toHaveLength(1))
  expect(identities()[0]).toContain('Person b')
})

describe('a live range', () => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-11T09:00:00Z') })
    const { countAnew } = await import('../query/live-moments.ts')
    countAnew()
    return () => void vi.useRealTimers()
  })

  test.each([
    ['the board', async () => '/activity/failures', 'sort=newest'],
    ['a cause', causePath, 'became=STILL_BROKEN'],
  ])('of %s has its instants beside it, and is copied with them', async (_, pathOf, choice) => {
    const path = await pathOf()
    const search = `range=last-24h&action_name=eq:Create mailbox&${choice}`
    const { user } = await renderApp(`${path}?${search}`, { server })
    await screen.findByText('10 Jan 10:00 – 11 Jan 10:00 Europe/Berlin')
    await user.click(screen.getByRole('button', { name: 'Copy link' }))
    await screen.findByRole('button', { name: 'Copied with its instants' })
    const link = new URL(await navigator.clipboard.readText())
    expect(link.pathname).toBe(path)
    expect([...link.searchParams].map((param) => param.join('=')).toSorted()).toEqual(
      [
        'started_at=ge:2026-01-10T09:00:00Z',
        'started_at=le:2026-01-11T09:00:00Z',
        'action_name=eq:Create mailbox',
        choice,
      ].toSorted(),
    )
    expect(new URLSearchParams(location.search).get('range')).toBe('last-24h')
  })
})

test('who only reviews is told that the log is not for them, on the board and at a cause', async () => {
  for (const path of ['/activity/failures', await causePath()]) {
    const { read } = await open(path, 'ana', ['reviewer'])
    await screen.findByRole('heading', { name: 'The activity log is not for your account' })
    expect(read.filter(({ pathname }) => pathname.includes('/failures'))).toEqual([])
  }
})

test('a cause that no event has is a plain page', async () => {
  await open('/activity/failures/no-such-cause')
  await screen.findByRole('heading', { name: 'No event has this cause' })
  screen.getByRole('link', { name: 'See all causes' })
})
