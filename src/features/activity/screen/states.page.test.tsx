import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { anEvent } from '#testing/action-events.ts'
import { holdBack, instead, isCount, isList, refusal } from '#testing/activity-answers.ts'
import { importEvents } from '#testing/activity-import.ts'
import { activityPath, countLine, listsAsked, params, shownEvents } from '#testing/activity-page.ts'
import { FilterControls } from '#testing/filter-controls.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

const hour = (index: number) => new Date(Date.UTC(2026, 0, 1, index)).toISOString()
const many = Array.from({ length: 120 }, (_, index) =>
  anEvent({
    policy_task: `task-${index}`,
    state: index < 15 ? 'ERRORED' : 'COMPLETED',
    started_at: hour(index),
  }),
)
/** Two to three, so that little is drawn where rows are not what a test is about. */
const few = 'policy_task=eq:task-7'

let server: TestServer
let empty: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  empty = await startServer(inject('postgresUrl'))
  await importEvents(server, 'events.ndjson', many)
})
afterAll(async () => {
  await server.close()
  await empty.close()
})

const open = (search: string | Readonly<Record<string, string>> = '', at = server) =>
  renderApp(activityPath(search), { server: at, as: 'eve', roles: ['auditor'] })
const button = (name: string) => screen.findByRole('button', { name })
const grid = () => screen.getByRole('grid', { name: 'Workflow actions' })
const counts = () =>
  screen.queryAllByRole('status').filter(({ textContent }) => textContent.endsWith(' loaded'))
const inAlert = async () => within(await screen.findByRole('alert'))

describe('while rows are on their way', () => {
  test('the first ones: the page says so, and counts nothing', async () => {
    const letGo = holdBack(isList)
    await open(few)
    await screen.findByText('Loading workflow actions')
    await button('Refresh')
    expect(shownEvents()).toEqual([])
    expect(counts()).toEqual([])
    expect(screen.queryByText(/^As of /)).toBeNull()
    letGo()
    await countLine('1 matching event, all loaded')
    expect(screen.queryByText('Loading workflow actions')).toBeNull()
  })

  test('those of another filter: the old rows stay and are marked as such', async () => {
    const page = await open(few)
    await countLine(/loaded$/)
    expect(grid().getAttribute('aria-busy')).toBe('false')
    const letGo = holdBack(isList)
    await new FilterControls(page).compare('Task', undefined, 'task-9')
    await countLine('Loading …')
    expect(grid().getAttribute('aria-busy')).toBe('true')
    expect(shownEvents().map(({ policy_task }) => policy_task)).toEqual(['task-7'])
    letGo()
    await waitFor(() => expect(shownEvents().map(({ policy_task }) => policy_task)).toEqual(['task-9']))
    expect(grid().getAttribute('aria-busy')).toBe('false')
  })

  test('the count alone: it holds up no rows', async () => {
    const letGo = holdBack(isCount)
    await open()
    await countLine('100 of … events loaded')
    expect(shownEvents().length).toBeGreaterThan(10)
    letGo()
    await countLine('100 of 120 events loaded')
  })
})

describe('counts say what they cover', () => {
  test.each([
    ['', '100 of 120 events loaded', 'More events follow.'],
    ['state=ERRORED', '15 matching events, all loaded', 'No more events.'],
    [few, '1 matching event, all loaded', 'No more events.'],
  ])('of %s: %s', async (search, text, below) => {
    await open(search)
    await countLine(text)
    expect(screen.getByText(below)).toBeDefined()
  })

  test('a count that is refused is said to be unknown', async () => {
    instead(isCount, () => refusal(403, 'PermissionDenied', 'You may not do this.'))
    await open()
    await countLine('100 of an unknown number of events loaded')
  })

  test('a count that was cut off says so', async () => {
    instead(isCount, () => Response.json({ count: 10_000, capped: true }))
    await open()
    await countLine('100 of 10,000+ events loaded')
  })

  test('at 20,000 rows the page asks to narrow, and asks for no more', async () => {
    const values = Array.from({ length: 20_000 }, (_, index) => ({
      ...many[0],
      policy_task: `task-${index}`,
    }))
    instead(isList, () => Response.json({ values, has_more: true, next_page_token: 'more' }))
    instead(isCount, () => Response.json({ count: 10_000, capped: true }))
    const { read } = await open()
    await screen.findByText(
      '20,000 events are loaded and more match. Narrow the filter or the time range to see them.',
    )
    await countLine('20,000 of 20,000+ events loaded')
    expect(read.filter(({ searchParams }) => searchParams.has('page_token'))).toEqual([])
  })
})

describe('no rows', () => {
  test('a filter that matches nothing says so and can be cleared', async () => {
    const { user, read } = await open('identity_name=co:nobody+of+that+name&state=ERRORED')
    await screen.findByRole('heading', { name: 'No event matches this filter' })
    await countLine('0 matching events, all loaded')
    read.length = 0
    await user.click(await button('Clear the filter'))
    await countLine('100 of 120 events loaded')
    expect(params()).toEqual([])
    expect(listsAsked(read)[0]).toMatchObject({ filter: null })
  })

  test('an empty server says how to fill it, and shows what was imported after Refresh', async () => {
    const { user } = await open('', empty)
    await screen.findByRole('heading', { name: 'No events yet' })
    expect(screen.getByText('npm run import -- action-events FILE')).toBeDefined()
    await screen.findByText('Nothing imported yet')
    await countLine('0 events, all loaded')
    expect(screen.queryByRole('button', { name: 'Clear the filter' })).toBeNull()
    await importEvents(empty, 'late.ndjson', many.slice(0, 3))
    await user.click(await button('Refresh'))
    await countLine('3 events, all loaded')
    await screen.findByText(/^Last import 20\d\d-.*: late\.ndjson, 3 lines, by local$/)
  })
})

describe('a list that is refused', () => {
  // Nobody lacks the permission on a server of one's own; a tenant will answer so.
  test('who may not read the log is told that, without a button that cannot help', async () => {
    instead(isList, () => refusal(403, 'PermissionDenied', 'You may not do this.'))
    await open()
    const alert = await inAlert()
    expect(alert.getByRole('heading').textContent).toBe('You may not read the activity log')
    expect(alert.getByText('You may not do this.')).toBeDefined()
    expect(alert.getByText('Ask an administrator for the role of an auditor.')).toBeDefined()
    expect(alert.getByText('ab'.repeat(16))).toBeDefined()
    expect(alert.queryByRole('button')).toBeNull()
    expect(shownEvents()).toEqual([])
  })

  test('what the server advises stands in place of our advice', async () => {
    const details = [{ message: 'Not this log.', resolution: 'Ask Ada.', metadata: {} }]
    instead(isList, () => refusal(403, 'PermissionDenied', 'You may not do this.', details))
    await open()
    const alert = await inAlert()
    expect(alert.getByText('Not this log.')).toBeDefined()
    expect(alert.getByText('Ask Ada.')).toBeDefined()
    expect(alert.queryByText(/Ask an administrator/)).toBeNull()
  })

  test('T31 who has no session by this name is told that', async () => {
    const type = 'about:blank#session-refused'
    const problem = { type, title: 'No', status: 403, detail: 'Nobody can sign in yet; keys work.' }
    instead(isList, () => Response.json(problem, { status: 403 }))
    await open()
    const alert = await inAlert()
    expect(alert.getByRole('heading').textContent).toBe('You are not signed in here')
    expect(alert.getByText('Nobody can sign in yet; keys work.')).toBeDefined()
  })

  test('a request that the server does not take says field by field why, and the filter can be cleared', async () => {
    const details = [{ field_violations: [{ field: 'filter', description: 'is too long' }] }]
    const end = instead(isList, () => refusal(400, 'InvalidArgument', 'No.', details))
    const { user } = await open(few)
    const alert = await inAlert()
    expect(alert.getByRole('heading').textContent).toBe('The server refused this request')
    expect(alert.getByRole('listitem').textContent).toBe('filter: is too long')
    expect(alert.queryByRole('button', { name: 'Try again' })).toBeNull()
    end()
    await user.click(alert.getByRole('button', { name: 'Clear the filter' }))
    await countLine('100 of 120 events loaded')
    expect(params()).toEqual([])
  })

  test('an answer that cannot be read is tried again at a press, with the same filter', async () => {
    const end = instead(isList, () => Response.json({ rows: 'none' }))
    const { user, read } = await open(few)
    const alert = await inAlert()
    expect(alert.getByRole('heading').textContent).toBe('The events could not be read')
    expect(alert.queryByRole('button', { name: 'Clear the filter' })).toBeNull()
    end()
    read.length = 0
    await user.click(alert.getByRole('button', { name: 'Try again' }))
    await countLine('1 matching event, all loaded')
    expect(listsAsked(read)).toMatchObject([{ filter: 'policy_task eq "task-7"' }])
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('a list that cannot be read again keeps its rows and says why', async () => {
    const { user } = await open(few)
    await countLine('1 matching event, all loaded')
    instead(isList, () => refusal(409, 'Aborted', 'Something is in the way.'))
    await user.click(await button('Refresh'))
    expect((await screen.findByRole('alert')).textContent).toBe('Could not refresh: Something is in the way.')
    expect(shownEvents()).toHaveLength(1)
  })
})

describe('above the rows', () => {
  test('stands how fresh the data is', async () => {
    await open(few)
    await screen.findByText(/^Last import 20\d\d-.*: events\.ndjson, 120 lines, by local$/)
    expect(document.title).toBe('Workflow Actions · Countersign')
  })

  test('freshness that cannot be read is said not to be known', async () => {
    instead(
      ({ pathname }) => /freshness/.test(pathname),
      () => refusal(403, 'PermissionDenied', 'You may not do this.'),
    )
    await open(few)
    await screen.findByText('Last import not known')
  })
})
