import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { insertEvents } from '#testing/action-events.ts'
import { holdBack, instead, isList, refusal } from '#testing/activity-answers.ts'
import { activityPath, countLine, expectEvents, params, shownEvents } from '#testing/activity-page.ts'
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

const isSummary = ({ pathname }: URL) => pathname.endsWith('/events:summary')
const isValues = ({ pathname }: URL) => pathname.endsWith('/events:values')
const open = async (search: Parameters<typeof activityPath>[0] = '') => {
  const page = await renderApp(activityPath(search), { server })
  await countLine(/ loaded$/)
  return page
}
const bars = (name: RegExp | string = /in the bars/) => screen.findByRole('img', { name })
const number = (count: number) => count.toLocaleString('en')

const started = events.filter(({ started_at }) => started_at !== null)
const failed = started.filter(({ state }) => state === 'ERRORED')
const all = `${number(started.length)} events in the bars, ${number(failed.length)} failed. Untimed: ${events.length - started.length} not started`
const summary = {
  covers: { whole: true, from: null },
  bar_seconds: 3600,
  bars: [{ at: '2026-01-20T12:00:00Z', states: [{ value: 'ERRORED', count: 2 }] }],
  untimed: [],
  state: [{ value: 'ERRORED', count: 2 }],
  action_type: [],
}

describe('the bars', () => {
  test('are asked for once the rows stand, and say in words what they show', async () => {
    const letGo = holdBack(isList)
    const page = await renderApp(activityPath(), { server })
    await screen.findByText('Counting when these events started …')
    expect(page.read.filter(isSummary)).toEqual([])
    letGo()
    await bars(all)
    expect(page.read.findIndex(isSummary)).toBeGreaterThan(page.read.findIndex(isList))
  })

  test('that nobody waits for any more are given up', async () => {
    const signals: (AbortSignal | null | undefined)[] = []
    const letGo = holdBack(isSummary)
    const network = globalThis.fetch
    vi.stubGlobal('fetch', (input: URL, init?: RequestInit) => {
      if (isSummary(input)) signals.push(init?.signal)
      return network(input, init)
    })
    const page = await open()
    await waitFor(() => expect(signals.length).toBeGreaterThan(0))
    await new FilterControls(page).choose('State', 'ERRORED')
    await expectEvents(({ state }) => state === 'ERRORED')
    await waitFor(() => expect(signals[0]?.aborted).toBe(true))
    letGo()
    await bars(new RegExp(`^${number(failed.length)} events in the bars, ${number(failed.length)} failed`))
  })

  test('that cannot be counted say so in a line, and leave the list alone', async () => {
    const end = instead(isSummary, () => refusal(400, 'InvalidArgument', 'That took too long.'))
    const { user } = await open()
    await screen.findByText(/^When these events started could not be counted/)
    expect(shownEvents().length).toBeGreaterThan(5)
    end()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await bars(all)
  })

  test('of a list that is refused are not waited for', async () => {
    const { read } = await renderApp(activityPath({ message: '429' }), { server })
    await screen.findByRole('heading', { name: /searched within failed events or a range/ })
    await screen.findByRole('button', { name: 'Hide times' })
    expect(screen.queryByText(/^Counting when/)).toBeNull()
    expect(read.filter(isSummary)).toEqual([])
    const end = instead(isList, () => refusal(400, 'InvalidArgument', 'That took too long.'))
    await renderApp(activityPath(), { server })
    await screen.findByText(/That took too long/)
    await screen.findByRole('button', { name: 'Hide times' })
    expect(screen.queryByText(/^Counting when/)).toBeNull()
    end()
  })

  test('name what is counted where that is not all', async () => {
    const covers = { whole: false, from: '2026-01-14T12:00:00Z' }
    instead(isSummary, () => Response.json({ value: { ...summary, covers } }))
    await open()
    await bars(
      'Only the newest events are shown, from 2026-01-14 13:00, as counting everything takes too long. 2 events in the bars, 2 failed',
    )
  })

  test('are a sentence where there are none', async () => {
    await open({ identity_name: 'co:nobody of that name' }).catch(() => undefined)
    await screen.findByText('No event matches, so there are no bars')
    expect(screen.queryByRole('slider')).toBeNull()
  })

  test('are a table too', async () => {
    const { user } = await open('state=ERRORED')
    await bars()
    await user.click(screen.getByRole('button', { name: 'Show as table' }))
    const lines = within(await screen.findByRole('table'))
      .getAllByRole('row')
      .slice(1)
    const counts = lines.map((line) => Number(line.children[1]?.textContent))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(failed.length)
  })

  test('stay folded away', async () => {
    const page = await open()
    await bars()
    await page.user.click(screen.getByRole('button', { name: 'Hide times' }))
    expect(screen.queryByRole('slider')).toBeNull()
    expect(localStorage.getItem('countersign.workflow-actions.bars')).toBe('{"folded":true}')
    page.read.length = 0
    await new FilterControls(page).choose('Action type', 'PAUSE')
    await expectEvents(({ action_type }) => action_type === 'PAUSE')
    await page.user.click(screen.getByRole('button', { name: 'Show times' }))
    await bars()
  })
})

test('a range chosen by keys is written into the address beside the other filters, and Back undoes it', async () => {
  const { user } = await open('state=ERRORED')
  await bars()
  const [from, to] = screen.getAllByRole('slider')
  if (!from || !to) throw new Error('there are no ends')
  const press = async (end: HTMLElement, keys: string) => {
    end.focus()
    await user.keyboard(keys)
  }
  await press(from, '{End}')
  // Weeks begin on Monday in UTC; these tests live an hour further east.
  expect(from.getAttribute('aria-valuetext')).toBe('2026-01-26 01:00')
  await press(from, '{ArrowLeft}{Escape}')
  expect(from.getAttribute('aria-valuenow')).toBe('0')
  await press(from, '{End}{ArrowLeft}')
  await press(to, '{ArrowLeft}')
  await screen.findByText(
    /^2026-01-19 01:00 to 2026-01-26 01:00: 81 events: 81 Failed\. Enter shows only these/,
  )
  await press(to, '{Enter}')
  await waitFor(() =>
    expect(params()).toEqual([
      ['state', 'ERRORED'],
      ['started_at', 'ge:2026-01-19T00:00:00Z'],
      ['started_at', 'lt:2026-01-26T00:00:00Z'],
    ]),
  )
  const within = (time: string | null) =>
    time !== null && time >= '2026-01-19T00:00:00Z' && time < '2026-01-26T00:00:00Z'
  await expectEvents(({ state, started_at }) => state === 'ERRORED' && within(started_at))
  await bars(/^81 events in the bars, 81 failed$/)
  history.back()
  await waitFor(() => expect(params()).toEqual([['state', 'ERRORED']]))
})

describe('the values in a filter control', () => {
  const countOf = (of: (event: (typeof events)[number]) => boolean) => number(events.filter(of).length)
  const described = (box: HTMLElement) =>
    box
      .getAttribute('aria-describedby')
      ?.split(' ')
      .map((id) => document.getElementById(id)?.textContent)

  test('are those that the log knows, each with its count; several can be chosen', async () => {
    const page = await open('state=ERRORED')
    const filters = new FilterControls(page)
    const panel = await filters.openPanel('Workflow')
    const mover = await panel.findByRole('checkbox', { name: 'Mover' })
    expect(described(mover)).toEqual([
      countOf(({ state, workflow_name }) => state === 'ERRORED' && workflow_name === 'Mover'),
    ])
    panel.getByText('Counts of events with State is Failed.')
    await page.user.click(mover)
    await page.user.click(panel.getByRole('checkbox', { name: 'joiner' }))
    await page.user.click(panel.getByRole('button', { name: 'Apply' }))
    await expectEvents(
      ({ state, workflow_name }) => state === 'ERRORED' && ['Mover', 'joiner'].includes(workflow_name),
    )
    expect(params()).toEqual([
      ['state', 'ERRORED'],
      ['workflow_name', 'eq:Mover'],
      ['workflow_name', 'eq:joiner'],
    ])
    const again = await filters.openPanel('Workflow')
    // Counted without what is chosen here.
    await again.findByText('Counts of events with State is Failed, whatever is chosen here.')
    expect((await again.findByRole<HTMLInputElement>('checkbox', { name: 'Mover' })).checked).toBe(true)
    expect(again.getByRole<HTMLInputElement>('checkbox', { name: 'Leaver' }).checked).toBe(false)
  })

  test('are found by a part of them, and those that are not listed are counted', async () => {
    const page = await open()
    const panel = await new FilterControls(page).openPanel('Identity')
    await panel.findByRole('checkbox', { name: 'Grace Hopper' })
    await page.user.type(panel.getByRole('searchbox', { name: 'Find an identity' }), 'smith')
    await waitFor(() => expect(panel.queryByRole('checkbox', { name: 'Grace Hopper' })).toBeNull())
    expect(panel.getAllByRole('checkbox').length).toBe(2)
    const values = [{ value: 'Ada', label: 'Ada', count: 3 }]
    instead(isValues, () => Response.json({ value: { covers: summary.covers, values, others: 312 } }))
    await page.user.type(panel.getByRole('searchbox'), 'x')
    await panel.findByText(/^and 312 more: type a part of the name to find them\. Counts of all events\.$/)
  })

  test('of states and types come with the bars', async () => {
    const page = await open('action_type=PAUSE&state=RUNNING')
    const panel = await new FilterControls(page).openPanel('State')
    await panel.findByText('Counts of events with Action type is Pause, whatever is chosen here.')
    const box = panel.getByRole('checkbox', { name: /\bERRORED$/ })
    expect(described(box)?.[0]).toBe(
      countOf(({ state, action_type }) => state === 'ERRORED' && action_type === 'PAUSE'),
    )
  })

  test('that cannot be counted leave the text to be compared', async () => {
    const end = instead(isValues, () => refusal(400, 'InvalidArgument', 'That took too long.'))
    onTestFinished(end)
    const page = await open()
    const panel = await new FilterControls(page).openPanel('Workflow')
    await panel.findByText(/^Could not be counted:/)
    await page.user.type(panel.getByLabelText('Workflow'), 'oin')
    await page.user.click(panel.getByRole('button', { name: 'Apply' }))
    await expectEvents(({ workflow_name }) => workflow_name.includes('oin'))
  })
})
