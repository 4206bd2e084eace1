import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { insertEvents } from '#testing/action-events.ts'
import {
  activityPath,
  countLine,
  expectEvents,
  listsAsked,
  openQuery,
  params,
  queryInput,
  shownEvents,
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

/** Opens the tab with its controls there. */
async function open(search: string | Readonly<Record<string, string>> = '') {
  const page = await renderApp(activityPath(search), { server })
  await countLine(/ loaded$/)
  const filters = new FilterControls(page)
  await filters.bar()
  await openQuery(page)
  page.read.length = 0
  return { page, filters }
}

const query = (text: string) => waitFor(() => expect(queryInput().value).toBe(text))

type Case = {
  /** What the reader does. */
  readonly set: (filters: FilterControls) => Promise<void>
  /** What goes to the server, to the letter. */
  readonly filter: string
  /** Which events that means. */
  readonly matches: (event: ActionEvent) => boolean
}

const noon = '2026-01-20T12:00:07Z'
/** The same on a wall in Berlin, where these tests live. */
const noonThere = '2026-01-20T13:00:07'
const at = (time: string | null) => (time === null ? Number.NaN : Date.parse(time))
const folded = (text: string) => text.toLowerCase()

type Cases = Readonly<Record<string, Case>>

// The 13 fields, each with every operator that the vendor documents for it.
const ofActions: Cases = {
  'state eq': {
    set: (filters) => filters.choose('State', 'ERRORED'),
    filter: 'state eq "ERRORED"',
    matches: (event) => event.state === 'ERRORED',
  },
  'policy_task eq': {
    set: (filters) => filters.compare('Task', undefined, 'task-0123'),
    filter: 'policy_task eq "task-0123"',
    matches: (event) => event.policy_task === 'task-0123',
  },
  'action_name eq, in any case': {
    set: (filters) => filters.compare('Action', 'is', 'SYNC ad user'),
    filter: 'action_name eq "SYNC ad user"',
    matches: (event) => folded(event.action_name) === 'sync ad user',
  },
  'action_name co, in any case': {
    set: (filters) => filters.compare('Action', 'contains', 'AD USER'),
    filter: 'action_name co "AD USER"',
    matches: (event) => folded(event.action_name).includes('ad user'),
  },
  'action_type eq': {
    set: (filters) => filters.choose('Action type', 'PAUSE'),
    filter: 'action_type eq "PAUSE"',
    matches: (event) => event.action_type === 'PAUSE',
  },
  'policy_id eq': {
    set: (filters) => filters.compare('Policy id', undefined, 'policy-3'),
    filter: 'policy_id eq "policy-3"',
    matches: (event) => event.policy_id === 'policy-3',
  },
  'workflow_name eq, case kept': {
    set: (filters) => filters.compare('Workflow', 'is', 'joiner'),
    filter: 'workflow_name eq "joiner"',
    matches: (event) => event.workflow_name === 'joiner',
  },
  'workflow_name co, case kept': {
    set: (filters) => filters.compare('Workflow', 'contains', 'oin'),
    filter: 'workflow_name co "oin"',
    matches: (event) => event.workflow_name.includes('oin'),
  },
}

const ofIdentities: Cases = {
  'identity_id eq, case kept': {
    set: (filters) => filters.compare('Identity id', 'is', 'emp-0007'),
    filter: 'identity_id eq "emp-0007"',
    matches: (event) => event.identity_id === 'emp-0007',
  },
  'identity_id co': {
    set: (filters) => filters.compare('Identity id', 'contains', 'P-001'),
    filter: 'identity_id co "P-001"',
    matches: (event) => event.identity_id.includes('P-001'),
  },
  'identity_id sw, case kept': {
    set: (filters) => filters.compare('Identity id', 'starts with', 'EXT-'),
    filter: 'identity_id sw "EXT-"',
    matches: (event) => event.identity_id.startsWith('EXT-'),
  },
  'identity_id ew': {
    set: (filters) => filters.compare('Identity id', 'ends with', '42'),
    filter: 'identity_id ew "42"',
    matches: (event) => event.identity_id.endsWith('42'),
  },
  'identity_name eq, in any case': {
    set: (filters) => filters.compare('Identity', 'is', 'ada LOVELACE'),
    filter: 'identity_name eq "ada LOVELACE"',
    matches: (event) => folded(event.identity_name) === 'ada lovelace',
  },
  'identity_name co, in any case': {
    set: (filters) => filters.compare('Identity', 'contains', 'smith'),
    filter: 'identity_name co "smith"',
    matches: (event) => folded(event.identity_name).includes('smith'),
  },
  'identity_name sw, in any case': {
    set: (filters) => filters.compare('Identity', 'starts with', 'иван'),
    filter: 'identity_name sw "иван"',
    matches: (event) => folded(event.identity_name).startsWith('иван'),
  },
  'identity_name ew, in any case': {
    set: (filters) => filters.compare('Identity', 'ends with', 'HOPPER'),
    filter: 'identity_name ew "HOPPER"',
    matches: (event) => folded(event.identity_name).endsWith('hopper'),
  },
}

const ofTimes: Cases = {
  'started_at gt': {
    set: (filters) => filters.time('Started', 'Beginning', 'after', noonThere),
    filter: `started_at gt "${noon}"`,
    matches: (event) => at(event.started_at) > at(noon),
  },
  'started_at ge': {
    set: (filters) => filters.time('Started', 'Beginning', 'from', noonThere),
    filter: `started_at ge "${noon}"`,
    matches: (event) => at(event.started_at) >= at(noon),
  },
  'started_at lt': {
    set: (filters) => filters.time('Started', 'End', 'before', noonThere),
    filter: `started_at lt "${noon}"`,
    matches: (event) => at(event.started_at) < at(noon),
  },
  'started_at le': {
    set: (filters) => filters.time('Started', 'End', 'until', noonThere),
    filter: `started_at le "${noon}"`,
    matches: (event) => at(event.started_at) <= at(noon),
  },
  'completed_at gt': {
    set: (filters) => filters.time('Completed', 'Beginning', 'after', noonThere),
    filter: `completed_at gt "${noon}"`,
    matches: (event) => at(event.completed_at) > at(noon),
  },
  'completed_at ge': {
    set: (filters) => filters.time('Completed', 'Beginning', 'from', noonThere),
    filter: `completed_at ge "${noon}"`,
    matches: (event) => at(event.completed_at) >= at(noon),
  },
  'completed_at lt': {
    set: (filters) => filters.time('Completed', 'End', 'before', noonThere),
    filter: `completed_at lt "${noon}"`,
    matches: (event) => at(event.completed_at) < at(noon),
  },
  'completed_at le': {
    set: (filters) => filters.time('Completed', 'End', 'until', noonThere),
    filter: `completed_at le "${noon}"`,
    matches: (event) => at(event.completed_at) <= at(noon),
  },
}

const ofOutcomes: Cases = {
  'any_changes eq true': {
    set: (filters) => filters.answer('Changes', 'Yes'),
    filter: 'any_changes eq true',
    matches: (event) => event.any_changes,
  },
  'any_changes eq false': {
    set: (filters) => filters.answer('Changes', 'No'),
    filter: 'any_changes eq false',
    matches: (event) => !event.any_changes,
  },
  'extraction_event eq': {
    set: (filters) => filters.compare('Extraction event', undefined, 'extraction-4'),
    filter: 'extraction_event eq "extraction-4"',
    matches: (event) => event.extraction_event === 'extraction-4',
  },
  'jobs_started eq': {
    set: (filters) => filters.number('Jobs', 3),
    filter: 'jobs_started eq 3',
    matches: (event) => event.jobs_started === 3,
  },
}

/** What a case needs besides one field and one operator. */
const ofSeveral: Cases = {
  'two states, as an or of eq': {
    set: (filters) => filters.choose('State', 'ERRORED', 'RUNNING'),
    filter: '(state eq "RUNNING" or state eq "ERRORED")',
    matches: (event) => event.state === 'ERRORED' || event.state === 'RUNNING',
  },
  'three action types': {
    set: (filters) => filters.choose('Action type', 'PAUSE', 'NONE', 'SEND_REST_PAYLOAD'),
    filter: '(action_type eq "NONE" or action_type eq "PAUSE" or action_type eq "SEND_REST_PAYLOAD")',
    matches: (event) => ['PAUSE', 'NONE', 'SEND_REST_PAYLOAD'].includes(event.action_type),
  },
  'a state that no page documents': {
    set: (filters) => filters.choose('State', 'HALF_DONE'),
    filter: 'state eq "HALF_DONE"',
    matches: (event) => event.state === 'HALF_DONE',
  },
  'quotes and a backslash': {
    set: (filters) => filters.compare('Identity', 'contains', 'O"Neil \\'),
    filter: 'identity_name co "O\\"Neil \\\\"',
    matches: (event) => event.identity_name.includes('O"Neil \\'),
  },
  'quotes in a name that keeps its case': {
    set: (filters) => filters.compare('Workflow', 'is', 'Mover % of "staff"'),
    filter: 'workflow_name eq "Mover % of \\"staff\\""',
    matches: (event) => event.workflow_name === 'Mover % of "staff"',
  },
  'an emoji': {
    set: (filters) => filters.compare('Identity', 'starts with', '🦄'),
    filter: 'identity_name sw "🦄"',
    matches: (event) => event.identity_name.startsWith('🦄'),
  },
  'signs that a database could take for wildcards': {
    set: (filters) => filters.compare('Identity', 'contains', '% _'),
    filter: 'identity_name co "% _"',
    matches: (event) => event.identity_name.includes('% _'),
  },
}

test.each([
  ['actions', ofActions],
  ['identities', ofIdentities],
  ['times', ofTimes],
  ['outcomes', ofOutcomes],
  ['several values and awkward ones', ofSeveral],
])(
  'each field is filtered by each of its operators: the request, the rows and the query say the same: %s',
  async (_, cases) => {
    const { page, filters } = await open()
    for (const [name, { set, filter, matches }] of Object.entries(cases)) {
      page.read.length = 0
      await set(filters)
      await query(filter)
      await expectEvents(matches)
      expect(listsAsked(page.read), name).toContainEqual(expect.objectContaining({ filter }))
      await page.user.click(within(await filters.bar()).getByRole('button', { name: 'Clear all' }))
      await countLine(/\d events loaded$/)
    }
  },
)

test('every field has a control with exactly its documented operators', async () => {
  const operators: Readonly<Record<string, readonly string[]>> = {
    Task: ['is'],
    Action: ['is', 'contains'],
    'Policy id': ['is'],
    Workflow: ['is', 'contains'],
    'Identity id': ['is', 'contains', 'starts with', 'ends with'],
    Identity: ['is', 'contains', 'starts with', 'ends with'],
    'Extraction event': ['is'],
    Jobs: ['is'],
  }
  const { filters } = await open()
  const options = (select: HTMLElement) =>
    within(select)
      .getAllByRole('option')
      .map(({ textContent }) => textContent)
  const buttons = within(await filters.bar()).getAllByRole('button')
  expect(buttons.map(({ textContent }) => textContent)).toEqual([
    'State',
    'Workflow',
    'Identity',
    '+ Filter',
    'Message',
    'Query',
  ])
  for (const [label, words] of Object.entries(operators)) {
    const panel = await filters.openPanel(label)
    if (words.length > 1) expect(options(panel.getByLabelText('Operator'))).toEqual(words)
    else expect(panel.getByText('is')).toBeDefined()
    await filters.close()
  }
  for (const label of ['Started', 'Completed']) {
    const panel = await filters.openPanel(label)
    expect(options(filters.operatorOf(panel, 'Beginning'))).toEqual(['after', 'from'])
    expect(options(filters.operatorOf(panel, 'End'))).toEqual(['before', 'until'])
    await filters.close()
  }
  expect((await filters.openPanel('State')).getAllByRole('checkbox')).toHaveLength(9 + 1)
  expect((await filters.openPanel('Action type')).getAllByRole('checkbox')).toHaveLength(15 + 1)
})

test('several fields hold together, and both ends of a time', async () => {
  const { filters } = await open()
  await filters.choose('State', 'ERRORED', 'BLOCKED')
  await query('(state eq "ERRORED" or state eq "BLOCKED")')
  await filters.compare('Identity', 'contains', 'smith')
  await query('(state eq "ERRORED" or state eq "BLOCKED") and identity_name co "smith"')
  await filters.time('Started', 'Beginning', 'from', noonThere)
  await query(
    '(state eq "ERRORED" or state eq "BLOCKED") and identity_name co "smith" and started_at ge "2026-01-20T12:00:07Z"',
  )
  await filters.time('Started', 'End', 'before', '2026-01-25T00:00')
  await query(
    '(state eq "ERRORED" or state eq "BLOCKED") and identity_name co "smith" and started_at ge "2026-01-20T12:00:07Z" and started_at lt "2026-01-24T23:00:00Z"',
  )
  expect(params()).toEqual([
    ['state', 'ERRORED'],
    ['state', 'BLOCKED'],
    ['identity_name', 'co:smith'],
    ['started_at', 'ge:2026-01-20T12:00:07Z'],
    ['started_at', 'lt:2026-01-24T23:00:00Z'],
  ])
  await expectEvents(
    (event) =>
      ['ERRORED', 'BLOCKED'].includes(event.state) &&
      folded(event.identity_name).includes('smith') &&
      at(event.started_at) >= at(noon) &&
      at(event.started_at) < at('2026-01-24T23:00:00Z'),
  )
})

test('a filter is cleared alone, and all of them at once', async () => {
  const { page, filters } = await open('state=ERRORED&identity_name=co:smith&jobs_started=3')
  expect((await filters.chip('State')).textContent).toMatch(/Failed/)
  await filters.press('State', 'Clear')
  await query('identity_name co "smith" and jobs_started eq 3')
  expect((await filters.chip('State')).textContent).not.toMatch(/Failed/)
  await page.user.click(within(await filters.bar()).getByRole('button', { name: 'Clear all' }))
  await query('')
  await countLine(`100 of ${events.length.toLocaleString('en')} events loaded`)
  expect(params()).toEqual([])
  expect(within(await filters.bar()).queryByRole('button', { name: 'Clear all' })).toBeNull()
})

test('an empty text is no filter', async () => {
  const { filters } = await open('identity_name=co:smith')
  await filters.compare('Identity', 'contains', '')
  await query('')
  expect(params()).toEqual([])
})

describe('a preset of time is live: the address holds its name, what is asked for the instant', () => {
  test.each([
    ['Last hour', 'last-1h', '2026-01-25T14:30:20Z'],
    ['Last 24 hours', 'last-24h', '2026-01-24T15:30:20Z'],
    ['Last 7 days', 'last-7d', '2026-01-18T15:30:20Z'],
    ['Last 30 days', 'last-30d', '2025-12-26T15:30:20Z'],
  ])('%s', async (name, range, from) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-25T15:30:20.999Z') })
    onTestFinished(() => void vi.useRealTimers())
    const { page, filters } = await open()
    await filters.press('Started', name)
    await expectEvents((event) => at(event.started_at) >= at(from))
    expect(listsAsked(page.read)[0]).toMatchObject({ filter: `started_at ge "${from}"` })
    expect(params()).toEqual([['range', range]])
    await query(`started_at ge "${from}"`)
    await filters.press('Started', 'Any time')
    await waitFor(() => expect(params()).toEqual([]))
    await countLine(/\d events loaded$/)
  })
})

describe('the query', () => {
  test('text that columns can say goes to the columns', async () => {
    const { page, filters } = await open()
    await submitQuery(page, 'identity_name co "smith" and (state eq "errored" or state eq "BLOCKED")')
    await waitFor(async () => expect((await filters.chip('State')).textContent).toMatch(/Failed, Blocked/))
    expect((await filters.chip('Identity')).textContent).toMatch(/contains "smith"/)
    expect(params()).toEqual([
      ['state', 'ERRORED'],
      ['state', 'BLOCKED'],
      ['identity_name', 'co:smith'],
    ])
    await expectEvents(
      (event) =>
        ['ERRORED', 'BLOCKED'].includes(event.state) && folded(event.identity_name).includes('smith'),
    )
    await filters.press('Identity', 'Clear')
    await query('(state eq "ERRORED" or state eq "BLOCKED")')
  })

  test('any other text lives in the address whole, and the columns say so', async () => {
    const text = 'not (state eq "COMPLETED") and (identity_name co "smith" or jobs_started eq 3)'
    const { page, filters } = await open('state=ERRORED')
    await submitQuery(page, text)
    await expectEvents(
      (event) =>
        event.state !== 'COMPLETED' &&
        (folded(event.identity_name).includes('smith') || event.jobs_started === 3),
    )
    expect(listsAsked(page.read)[0]).toMatchObject({ filter: text })
    expect(params()).toEqual([['filter', text]])
    const bar = within(await filters.bar())
    expect(bar.getByText(/set in the query/)).toBeDefined()
    for (const label of ['State', 'Identity', '\\+ Filter'])
      expect((await filters.chip(label)).getAttribute('aria-disabled')).toBe('true')
    await page.user.click(bar.getByRole('button', { name: 'Clear all' }))
    await waitFor(() => expect(bar.queryByText(/set in the query/)).toBeNull())
    expect((await filters.chip('State')).getAttribute('aria-disabled')).toBeNull()
    expect(params()).toEqual([])
  })

  test('an empty text clears the filter', async () => {
    const { page } = await open('state=ERRORED')
    await submitQuery(page, '')
    await waitFor(() => expect(params()).toEqual([]))
    await countLine(/ events loaded$/)
  })

  test('Apply sends what is typed, and an empty text clears the filter', async () => {
    const { page } = await open('state=ERRORED')
    const { user } = page
    const apply = () => user.click(screen.getByRole('button', { name: 'Apply' }))
    await user.clear(queryInput())
    await user.click(queryInput())
    await user.paste('state eq "BLOCKED"')
    await apply()
    await expectEvents(({ state }) => state === 'BLOCKED')
    expect(params()).toEqual([['state', 'BLOCKED']])
    await user.clear(queryInput())
    await apply()
    await waitFor(() => expect(params()).toEqual([]))
    await countLine(/ events loaded$/)
  })

  test('what is typed is taken back by Escape', async () => {
    const { page } = await open('state=ERRORED')
    const { user } = page
    await user.clear(queryInput())
    await user.click(queryInput())
    await user.paste('state eq "RUNNING"')
    // The first one is for what is offered.
    await user.keyboard('{Escape}{Escape}')
    await query('state eq "ERRORED"')
    expect(params()).toEqual([['state', 'ERRORED']])
    expect(listsAsked(page.read)).toEqual([])
  })
})

test('a press on the jobs of a task shows only that task', async () => {
  const { page, filters } = await open('state=ERRORED')
  const task = shownEvents()[0]?.policy_task ?? ''
  const [button] = screen.getAllByRole('button', { name: /Show only this task\.$/ })
  if (!button) throw new Error('the jobs have no button')
  await page.user.click(button)
  await expectEvents((event) => event.policy_task === task)
  expect((await filters.chip('Task')).textContent).toMatch(`is "${task}"`)
})

describe('an address alone gives its rows, as after a reload and from a pasted link', () => {
  type Address = {
    readonly search: string | Readonly<Record<string, string>>
    readonly asked: { readonly filter: string; readonly order?: string }
    readonly matches: Case['matches']
  }
  const addresses: Readonly<Record<string, Address>> = {
    'columns and an order': {
      search: 'state=ERRORED&state=BLOCKED&order_by=identity_name+asc',
      asked: { filter: '(state eq "ERRORED" or state eq "BLOCKED")', order: 'identity_name asc' },
      matches: ({ state }) => ['ERRORED', 'BLOCKED'].includes(state),
    },
    'a span of time': {
      search: 'started_at=ge:2026-01-10T00:00:00Z&started_at=lt:2026-01-12T00:00:00Z',
      asked: { filter: 'started_at ge "2026-01-10T00:00:00Z" and started_at lt "2026-01-12T00:00:00Z"' },
      matches: ({ started_at }) =>
        at(started_at) >= at('2026-01-10T00:00:00Z') && at(started_at) < at('2026-01-12T00:00:00Z'),
    },
    'a text with signs of its own': {
      search: { identity_name: 'co:O"Neil \\ B' },
      asked: { filter: String.raw`identity_name co "O\"Neil \\ B"` },
      matches: ({ identity_name }) => identity_name.includes('O"Neil \\ B'),
    },
    'a query that columns cannot say': {
      search: { filter: 'not (state eq "COMPLETED") and jobs_started eq 3' },
      asked: { filter: 'not (state eq "COMPLETED") and jobs_started eq 3' },
      matches: ({ state, jobs_started }) => state !== 'COMPLETED' && jobs_started === 3,
    },
  }
  test.each(Object.entries(addresses))('%s', async (_, { search, asked, matches }) => {
    const { read, user } = await renderApp(activityPath(search), { server })
    await expectEvents(matches)
    await openQuery({ user })
    expect(listsAsked(read)[0]).toMatchObject(asked)
    await query(asked.filter)
  })
})
