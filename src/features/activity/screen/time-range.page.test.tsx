import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
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
import { narrowTheWindow } from '#testing/activity-window.ts'
import { FilterControls } from '#testing/filter-controls.ts'
import { events } from '#testing/many-events.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
const now = Date.parse('2026-01-25T15:30:20.500Z')
const from = '2026-01-18T15:30:20Z'
const later = '2026-01-18T16:30:20Z'

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, events)
})
afterAll(() => server.close())
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now })
  // The code of the page stays loaded from test to test, and with it what a page would have counted back from.
  const { countAnew } = await import('#features/activity/query/live-moments.ts')
  countAnew()
  return () => void vi.useRealTimers()
})

async function open(search: string) {
  const page = await renderApp(activityPath(search), { server })
  const filters = new FilterControls(page)
  await filters.bar()
  return { page, filters }
}

const chip = () => screen.getByRole('button', { name: /^Started:/ })

describe('G02 a live range', () => {
  test('says that it is live, with its instants beside it, and holds them where it is copied', async () => {
    const { page } = await open('range=last-7d&order_by=state+asc')
    await expectEvents(({ started_at }) => started_at !== null && Date.parse(started_at) >= Date.parse(from))
    expect(chip().textContent).toBe('Last 7 days · live')
    expect(screen.getByText('18 Jan 16:30 – 25 Jan 16:30 Europe/Berlin')).toBeDefined()
    expect(listsAsked(page.read)[0]?.filter).toBe(`started_at ge "${from}"`)
    await openQuery(page)
    expect(queryInput().value).toBe(`started_at ge "${from}"`)
    expect(screen.getByText(/live range stands here as the instant/)).toBeDefined()
    await page.user.click(screen.getByRole('button', { name: 'Copy link' }))
    await screen.findByRole('button', { name: 'Copied with its instants' })
    const link = new URL(await navigator.clipboard.readText())
    expect([link.pathname, [...link.searchParams]]).toEqual([
      '/activity/workflow-actions',
      [
        ['started_at', `ge:${from}`],
        ['started_at', 'le:2026-01-25T15:30:20Z'],
        ['order_by', 'state asc'],
      ],
    ])
    expect(params()).toEqual([
      ['range', 'last-7d'],
      ['order_by', 'state asc'],
    ])
  })

  test('stays where it is while rows are opened, sorted and filtered, and moves at Refresh', async () => {
    const { page, filters } = await open('range=last-7d')
    await countLine(/ loaded$/)
    vi.setSystemTime(now + 3_600_000)
    await page.user.click(screen.getAllByRole('gridcell')[1] as HTMLElement)
    await page.user.click(await screen.findByRole('button', { name: 'Close' }))
    // Closing is a step back, which would take a filter back that is set before it.
    await waitFor(() => expect(location.pathname).toBe('/activity/workflow-actions'))
    await filters.choose('State', 'ERRORED')
    await waitFor(() => expect(params()).toContainEqual(['state', 'ERRORED']))
    await page.user.click(within(screen.getByRole('columnheader', { name: 'Identity' })).getByRole('button'))
    await waitFor(() => expect(params()).toContainEqual(['order_by', 'identity_name asc']))
    await waitFor(() => expect(listsAsked(page.read).at(-1)?.order).toBe('identity_name asc'))
    // The drawer reads its task beside.
    const filtersAsked = listsAsked(page.read).map(({ filter }) => filter)
    const asked = new Set(filtersAsked.filter((filter) => !filter?.startsWith('policy_task eq')))
    expect([...asked]).toEqual([`started_at ge "${from}"`, `state eq "ERRORED" and started_at ge "${from}"`])
    const refresh = screen.getByRole('button', { name: 'Refresh' })
    // While a list is being read there is nothing to read again.
    await waitFor(() => expect(refresh.getAttribute('aria-disabled')).not.toBe('true'))
    page.read.length = 0
    await page.user.click(refresh)
    await waitFor(() =>
      expect(listsAsked(page.read)).toEqual([
        { filter: `state eq "ERRORED" and started_at ge "${later}"`, order: 'identity_name asc' },
      ]),
    )
    await screen.findByText('18 Jan 17:30 – 25 Jan 17:30 Europe/Berlin')
    await waitFor(() =>
      expect(page.read.map(({ pathname }) => pathname.split('/').at(-1))).toEqual(
        expect.arrayContaining(['action_events:count', 'freshness']),
      ),
    )
    expect(params()).toContainEqual(['range', 'last-7d'])
  })

  test('Refresh within the same second reads the same list again', async () => {
    const { page } = await open('range=last-7d')
    await countLine(/ loaded$/)
    page.read.length = 0
    await page.user.click(screen.getByRole('button', { name: 'Refresh' }))
    await waitFor(() => expect(listsAsked(page.read)).toHaveLength(1))
  })

  test('that is picked again is counted back from then; times by hand and Any time end it', async () => {
    const { filters } = await open('range=last-7d&state=ERRORED')
    await countLine(/ loaded$/)
    vi.setSystemTime(now + 3_600_000)
    await filters.press('Started', 'Last 7 days')
    await screen.findByText('18 Jan 17:30 – 25 Jan 17:30 Europe/Berlin')
    await filters.time('Started', 'End', 'before', '2026-01-24T00:00')
    await waitFor(() =>
      expect(params()).toEqual([
        ['state', 'ERRORED'],
        ['started_at', `ge:${later}`],
        ['started_at', 'lt:2026-01-23T23:00:00Z'],
      ]),
    )
    await waitFor(() => expect(chip().textContent).toBe('from 2026-01-18 17:30 before 2026-01-24 00:00'))
    await filters.press('Started', 'Last hour')
    await waitFor(() =>
      expect(params()).toEqual([
        ['range', 'last-1h'],
        ['state', 'ERRORED'],
      ]),
    )
    await filters.press('Started', 'Any time')
    await waitFor(() => expect(params()).toEqual([['state', 'ERRORED']]))
    await waitFor(() => expect(chip().textContent).toBe('Any time'))
  })

  test('is exported as the two instants that stand beside it', async () => {
    const { page } = await open('range=last-7d')
    await countLine(/ loaded$/)
    await page.user.click(screen.getByRole('button', { name: 'Export …' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Export workflow actions' }))
    dialog.getByText('Started from 2026-01-18 16:30:20 until 2026-01-25 16:30:20')
    await page.user.click(await dialog.findByRole('button', { name: /^Export \d/ }))
    await waitFor(() => expect(page.sent.find(({ path }) => path.includes(':export'))).toBeDefined())
    expect(page.sent.find(({ path }) => path.includes(':export'))?.body).toMatchObject({
      filter: `started_at ge "${from}" and started_at le "2026-01-25T15:30:20Z"`,
    })
  })

  test('has the week before this one beside it, which is fixed', async () => {
    const { filters } = await open('range=last-7d')
    await countLine(/ loaded$/)
    await filters.press('Started', 'Last week')
    // A Sunday: the week before began on the Monday thirteen days ago.
    await waitFor(() =>
      expect(params()).toEqual([
        ['started_at', 'ge:2026-01-11T23:00:00Z'],
        ['started_at', 'lt:2026-01-18T23:00:00Z'],
      ]),
    )
  })

  test('stands beside a query that columns cannot say; what is applied there is instants', async () => {
    const text = 'state eq "ERRORED" or jobs_started eq 3'
    const { page, filters } = await open('')
    await countLine(/ loaded$/)
    await submitQuery(page, text)
    await countLine(/matching/)
    expect(params()).toEqual([['filter', text]])
    await filters.press('Started', 'Last 7 days')
    await waitFor(() => expect(queryInput().value).toBe(`(${text}) and started_at ge "${from}"`))
    expect(params()).toEqual([
      ['filter', text],
      ['range', 'last-7d'],
    ])
    await submitQuery(page, `(${text}) and started_at ge "${later}"`)
    await waitFor(() => expect(params()).toEqual([['filter', `(${text}) and started_at ge "${later}"`]]))
    await waitFor(() => expect(chip().getAttribute('aria-disabled')).toBe('true'))
    await page.user.click(within(await filters.bar()).getByRole('button', { name: 'Clear all' }))
    await waitFor(() => expect(params()).toEqual([]))
  })

  test.each([
    ['range=last-8d', /There is no such range/],
    ['range=last-7d&started_at=ge:2026-01-01T00:00:00Z', /range cannot stand beside started_at/],
  ])('%s asks for nothing and says why', async (search, reason) => {
    const { page } = await open(search)
    expect((await screen.findByRole('alert')).textContent).toMatch(reason)
    expect(listsAsked(page.read)).toEqual([])
    await page.user.click(screen.getByRole('button', { name: 'Show without it' }))
    await countLine(/ loaded$/)
    expect(params().map(([name]) => name)).not.toContain('range')
  })

  test('in a narrow window it stands under the title, and the sheet has its presets', async () => {
    narrowTheWindow()
    const { page } = await open('range=last-7d')
    expect(screen.getByText('18 Jan 16:30 – 25 Jan 16:30 Europe/Berlin')).toBeDefined()
    await page.user.click(screen.getByRole('button', { name: 'Filters (1)' }))
    // Its code comes first, behind a dialog of the same name.
    await screen.findByText('Identity', { selector: 'legend' })
    const sheet = within(await screen.findByRole('dialog', { name: 'Filters' }))
    expect(sheet.getByRole('button', { name: 'Last 7 days' }).getAttribute('aria-pressed')).toBe('true')
    const [started] = sheet.getAllByRole('button', { name: 'Last hour' })
    if (started) await page.user.click(started)
    await page.user.click(sheet.getByRole('button', { name: 'Apply' }))
    await waitFor(() => expect(params()).toEqual([['range', 'last-1h']]))
  })
})
