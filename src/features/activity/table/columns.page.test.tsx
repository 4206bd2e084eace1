import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { actionStates, actionTypes } from '#contract/activity/action-event-enums.ts'
import { anEvent } from '#testing/action-events.ts'
import { importEvents } from '#testing/activity-import.ts'
import {
  activityPath,
  cells,
  countLine,
  listsAsked,
  openQuery,
  params,
  queryInput,
  wordOf,
} from '#testing/activity-page.ts'
import { fetchMenus, narrowTheWindow } from '#testing/activity-window.ts'
import { richEvent } from '#testing/many-events.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

const strange = anEvent({ policy_task: 'strange-task', state: 'HALF_DONE', action_type: 'BRAND_NEW_TYPE' })
const bare = anEvent({
  policy_task: 'bare-task',
  action_name: 'Bare',
  workflow_name: '',
  policy_name: '',
  policy_id: '',
  identity_name: '',
  identity_id: '',
  started_at: null,
  completed_at: null,
  state: 'SCHEDULED',
  any_changes: false,
  jobs_started: 3,
  jobs_completed: 1,
  jobs_errored: 2,
})
let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await importEvents(server, 'events.ndjson', [richEvent, strange, bare])
})
afterAll(() => server.close())

async function open(search = '') {
  const page = await renderApp(activityPath(search), { server, as: 'eve', roles: ['auditor'] })
  await countLine(/ loaded$/)
  await screen.findByRole('group', { name: 'Filters' })
  page.read.length = 0
  return page
}

const words = [
  'State',
  'Action',
  'Action type',
  'Workflow',
  'Policy',
  'Identity',
  'Message',
  'Started',
  'Duration',
  'Jobs',
  'Task',
]
const textsOf = (elements: readonly HTMLElement[]) => elements.map(({ textContent }) => textContent)
const headers = () => screen.queryAllByRole('columnheader').map(wordOf)
const header = (name: string) => screen.getByRole('columnheader', { name })
const panel = (name: string) => within(screen.getByRole('dialog', { name }))

/** Has columns shown that are hidden at first. */
async function show({ user }: OpenPage, ...names: readonly string[]): Promise<void> {
  await user.click(screen.getByRole('button', { name: 'Columns' }))
  for (const name of names) await user.click(panel('Columns').getByRole('checkbox', { name }))
}

const rowOf = (task: string) => cells().find((row) => row['Task'] === task)

describe('the columns', () => {
  test('are those of the design, with buttons that say where they do not sort', async () => {
    await open()
    expect(headers()).toEqual(words)
    const sorting = screen
      .getAllByRole('columnheader')
      .flatMap((cell) => within(cell).queryAllByRole('button'))
    const refused = () => sorting.filter((button) => button.getAttribute('aria-disabled') === 'true')
    // The others are off until it is counted how many match.
    await waitFor(() => expect(textsOf(refused())).toEqual(['Message', 'Duration']))
    expect(header('Started').getAttribute('aria-sort')).toBe('descending')
  })

  test.each([
    ['State', 'state', 'asc', 'desc'],
    ['Action type', 'action_type', 'asc', 'desc'],
    ['Policy', 'policy_id', 'asc', 'desc'],
    ['Identity', 'identity_name', 'asc', 'desc'],
    ['Completed', 'completed_at', 'desc', 'asc'],
    ['Started', 'started_at', 'asc', 'desc'],
  ])('%s sorts by %s, and the other way round', async (name, field, first, second) => {
    const page = await open()
    const { user, read } = page
    if (name === 'Completed') await show(page, 'Completed')
    const sort = () => user.click(within(header(name)).getByRole('button'))
    const sorted = (direction: string) => (direction === 'asc' ? 'ascending' : 'descending')
    await sort()
    await waitFor(() => expect(header(name).getAttribute('aria-sort')).toBe(sorted(first)))
    await waitFor(() => expect(listsAsked(read).map(({ order }) => order)).toEqual([`${field} ${first}`]))
    await countLine('3 events, all loaded')
    await sort()
    await waitFor(() => expect(header(name).getAttribute('aria-sort')).toBe(sorted(second)))
    await countLine('3 events, all loaded')
    // The usual order is read already.
    if (field !== 'started_at')
      expect(listsAsked(read).map(({ order }) => order)).toEqual([`${field} ${first}`, `${field} ${second}`])
    const others = screen.getAllByRole('columnheader').filter((cell) => cell !== header(name))
    for (const other of others) expect(['none', null]).toContain(other.getAttribute('aria-sort'))
  })

  test('are shown and hidden, which another visit keeps, and set back', async () => {
    const { user } = await open()
    await user.click(screen.getByRole('button', { name: 'Columns' }))
    const checkbox = (name: string) => panel('Columns').getByRole<HTMLInputElement>('checkbox', { name })
    expect(checkbox('Action').disabled).toBe(true)
    expect(checkbox('Extraction event').checked).toBe(false)
    await user.click(checkbox('Policy'))
    await user.click(checkbox('Extraction event'))
    const chosen = [...words.filter((word) => word !== 'Policy'), 'Extraction event']
    expect(headers()).toEqual(chosen)
    await user.click(screen.getByRole('link', { name: 'Reviews' }))
    await waitFor(() => expect(headers()).not.toEqual(chosen))
    await user.click(screen.getByRole('link', { name: 'Activity' }))
    await waitFor(() => expect(headers()).toEqual(chosen))
    await user.click(await screen.findByRole('button', { name: 'Columns' }))
    await user.click(panel('Columns').getByRole('button', { name: 'Reset columns' }))
    expect(headers()).toEqual(words)
  })
})

describe('a row', () => {
  test('says everything in words', async () => {
    await show(await open(), 'Completed', 'Changes')
    expect(rowOf('rich-task')).toEqual({
      State: 'Failed',
      Action: 'Everything at once',
      'Action type': 'Deprovision identity',
      Workflow: 'Joiner',
      Policy: 'Workforce',
      Identity: 'Ada LovelaceEMP-0001',
      Message: richEvent.messages[0],
      Started: '2025-05-01 12:00:00',
      Completed: '2025-05-01 14:30:04',
      Duration: '2 h 30 min',
      Changes: 'Yes',
      Jobs: '21',
      Task: 'rich-task',
    })
  })

  test('says of what there is not that it is not there, and why', async () => {
    await show(await open(), 'Completed', 'Changes')
    expect(rowOf('bare-task')).toEqual({
      State: 'Scheduled',
      Action: 'Bare',
      'Action type': 'Sync identities',
      Workflow: '—No workflow',
      Policy: '—No policy',
      Identity: '—No identity',
      Message: '—No message',
      Started: '—Not started yet',
      Completed: '—Not started yet',
      Duration: '—Not started yet',
      Changes: 'No',
      Jobs: '32',
      Task: 'bare-task',
    })
    expect(screen.getByRole('button', { name: /^3 started, 1 completed, 2 failed\./ })).toBeDefined()
  })

  test('shows names that no page documents as themselves', async () => {
    await open('state=HALF_DONE&action_type=BRAND_NEW_TYPE')
    await countLine('1 matching event, all loaded')
    expect(rowOf('strange-task')).toMatchObject({ State: 'HALF_DONE', 'Action type': 'BRAND_NEW_TYPE' })
  })

  test('has the wire name, the meaning and the exact instant behind its words', async () => {
    await open('policy_task=eq:rich-task')
    const tips = [...document.querySelectorAll<HTMLElement>('[role="gridcell"] [data-tip]')]
    const texts = tips.map(({ dataset }) => dataset['tip'])
    expect(texts).toContain('ERRORED: Failed; the messages say why')
    expect(texts).toContain('2025-05-01T10:00:00.5Z')
    expect(texts).toContain('9003.5 s')
  })
})

test('the legend explains every state and type, and says what keys do', async () => {
  const { user } = await open()
  await user.click(screen.getByRole('button', { name: 'Legend' }))
  const legend = panel('What states, action types and keys mean')
  const terms = textsOf(legend.getAllByRole('term'))
  expect(terms.slice(9 + 15)).toEqual([
    'In the table',
    'f, Shift+F10, menu key',
    'In an open event',
    'In the query',
    'At the ends of the bars',
  ])
  const choices = [...actionStates, ...actionTypes]
  for (const [place, { name, label, meaning }] of choices.entries()) {
    expect(terms[place]).toMatch(new RegExp(`^${label} ?${name}$`))
    expect(legend.getAllByRole('definition')[place]?.textContent).toBe(meaning)
  }
})

test('refreshing starts over and says when that was', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-25T15:30:20Z') })
  onTestFinished(() => void vi.useRealTimers())
  // Somebody without sessions: of many, those go that are the oldest by this clock.
  const { user, read } = await renderApp(activityPath(''), { server, as: 'cleo', roles: ['auditor'] })
  await screen.findByText('As of 2026-01-25 16:30:20')
  // What is asked behind the rows of the first reading may come late, and is none of the refreshing.
  await screen.findByText(/^Last import /)
  // The bars are asked for last: all else is answered then.
  await screen.findByText(/events in the bars/)
  read.length = 0
  const asked = (what: RegExp) => read.filter(({ pathname }) => what.test(pathname)).length
  vi.setSystemTime(Date.parse('2026-01-25T15:35:00Z'))
  await user.click(screen.getByRole('button', { name: 'Refresh' }))
  await screen.findByText('As of 2026-01-25 16:35:00')
  expect(listsAsked(read)).toHaveLength(1)
  // These two are asked behind the rows.
  await waitFor(() => expect([asked(/:count$/), asked(/freshness/)]).toEqual([1, 1]))
})

describe('the header', () => {
  test('times are written in the zone that is chosen, here and in the drawer', async () => {
    const { user } = await open('policy_task=eq:rich-task')
    await fetchMenus()
    const zone = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Time zone' })
    expect(textsOf([...zone.options])).toEqual(['Local (Europe/Berlin)', 'UTC'])
    expect(rowOf('rich-task')?.['Started']).toBe('2025-05-01 12:00:00')
    await user.selectOptions(zone, 'UTC')
    expect(rowOf('rich-task')?.['Started']).toBe('2025-05-01 10:00:00')
    expect(localStorage.getItem('countersign.zone')).toBe('utc')
    await user.selectOptions(zone, 'Local (Europe/Berlin)')
    expect(rowOf('rich-task')?.['Started']).toBe('2025-05-01 12:00:00')
  })

  test('the theme that is chosen is put on the page and kept, and the system one takes it off', async () => {
    const { user } = await open('policy_task=eq:rich-task')
    await fetchMenus()
    const theme = await screen.findByRole('combobox', { name: 'Theme' })
    await user.selectOptions(theme, 'Dark')
    expect([document.documentElement.dataset['theme'], localStorage.getItem('countersign.theme')]).toEqual([
      'dark',
      'dark',
    ])
    await user.selectOptions(theme, 'System')
    expect(document.documentElement.dataset['theme']).toBeUndefined()
    expect(localStorage.getItem('countersign.theme')).toBeNull()
  })

  test('says who is asking', async () => {
    await renderApp(activityPath('policy_task=eq:rich-task'), { server })
    await countLine(/ loaded$/)
    await fetchMenus()
    await within(screen.getByRole('banner')).findByText('local auditor')
  })
})

describe('a narrow window', () => {
  test('rows are cards of the fields that matter most', async () => {
    narrowTheWindow()
    await open('policy_task=eq:rich-task')
    expect(headers()).toEqual([])
    const text = screen.getByRole('row').textContent
    for (const part of ['Everything at once', 'Failed', '2 h 30 min', 'Joiner', 'Ada Lovelace'])
      expect(text).toContain(part)
    expect(text).not.toContain('rich-task')
  })

  test('the filters are a sheet, applied together', async () => {
    narrowTheWindow()
    const { user, read } = await open('state=ERRORED')
    await user.click(screen.getByRole('button', { name: 'Filters (1)' }))
    // Its code comes first, behind a dialog of the same name.
    await screen.findByText('Identity', { selector: 'legend' })
    const sheet = within(screen.getByRole('dialog', { name: 'Filters' }))
    const field = (legend: string) => {
      const group = sheet.getByText(legend, { selector: 'legend' }).closest('fieldset')
      if (!group) throw new Error(`${legend} is the legend of no field`)
      return within(group)
    }
    await user.click(field('State').getByRole('checkbox', { name: /BLOCKED/ }))
    await user.selectOptions(field('Identity').getByRole('combobox'), 'starts with')
    await user.type(field('Identity').getByRole('textbox'), 'ada')
    expect(params()).toEqual([['state', 'ERRORED']])
    expect(listsAsked(read)).toEqual([])
    await user.click(sheet.getByRole('button', { name: 'Apply' }))
    await screen.findByRole('button', { name: 'Filters (2)' })
    await openQuery({ user })
    await waitFor(() =>
      expect(queryInput().value).toBe(
        '(state eq "ERRORED" or state eq "BLOCKED") and identity_name sw "ada"',
      ),
    )
    expect(screen.queryByRole('dialog', { name: 'Filters' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Filters (2)' }))
    const again = within(await screen.findByRole('dialog', { name: 'Filters' }))
    await user.click(again.getByRole('button', { name: 'Clear all' }))
    await user.click(again.getByRole('button', { name: 'Apply' }))
    await countLine('3 events, all loaded')
    expect(params()).toEqual([])
  })

  test('cards are ordered by a choice', async () => {
    narrowTheWindow()
    const { user, read } = await open()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Order' }), 'identity_name desc')
    await waitFor(() => expect(listsAsked(read).map(({ order }) => order)).toEqual(['identity_name desc']))
  })
})
