import type { ActionEvent } from '#contract/activity/action-event.ts'
import { events, keyOf } from '../events.ts'
import { expect, test } from '../fixtures.ts'
import type { Filters } from '../screens/filters.ts'
import type { WorkflowActions } from '../screens/workflow-actions.ts'

type Case = {
  /** What the reader does. */
  readonly set: (filters: Filters) => Promise<void>
  /** What goes to the server, to the letter. */
  readonly filter: string
  /** Which events that means. */
  readonly holds: (event: ActionEvent) => boolean
}

const noon = '2026-01-20T12:00:07Z'
/** The same on a wall in Berlin, where these tests live. */
const noonThere = '2026-01-20T13:00:07'
const at = (time: string | null) => (time === null ? Number.NaN : Date.parse(time))
const folded = (text: string) => text.toLowerCase()

/** The 13 fields, each with every operator that the vendor documents for it. */
const cases: Readonly<Record<string, Case>> = {
  'state eq': {
    set: (filters) => filters.choose('State', 'ERRORED'),
    filter: 'state eq "ERRORED"',
    holds: (event) => event.state === 'ERRORED',
  },
  'policy_task eq': {
    set: (filters) => filters.compare('Task', undefined, 'task-0123'),
    filter: 'policy_task eq "task-0123"',
    holds: (event) => event.policy_task === 'task-0123',
  },
  'action_name eq, in any case': {
    set: (filters) => filters.compare('Action', 'is', 'SYNC ad user'),
    filter: 'action_name eq "SYNC ad user"',
    holds: (event) => folded(event.action_name) === 'sync ad user',
  },
  'action_name co, in any case': {
    set: (filters) => filters.compare('Action', 'contains', 'AD USER'),
    filter: 'action_name co "AD USER"',
    holds: (event) => folded(event.action_name).includes('ad user'),
  },
  'action_type eq': {
    set: (filters) => filters.choose('Action type', 'PAUSE'),
    filter: 'action_type eq "PAUSE"',
    holds: (event) => event.action_type === 'PAUSE',
  },
  'policy_id eq': {
    set: (filters) => filters.compare('Policy id', undefined, 'policy-3'),
    filter: 'policy_id eq "policy-3"',
    holds: (event) => event.policy_id === 'policy-3',
  },
  'workflow_name eq, case kept': {
    set: (filters) => filters.compare('Workflow', 'is', 'joiner'),
    filter: 'workflow_name eq "joiner"',
    holds: (event) => event.workflow_name === 'joiner',
  },
  'workflow_name co, case kept': {
    set: (filters) => filters.compare('Workflow', 'contains', 'oin'),
    filter: 'workflow_name co "oin"',
    holds: (event) => event.workflow_name.includes('oin'),
  },
  'identity_id eq, case kept': {
    set: (filters) => filters.compare('Identity id', 'is', 'emp-0007'),
    filter: 'identity_id eq "emp-0007"',
    holds: (event) => event.identity_id === 'emp-0007',
  },
  'identity_id co': {
    set: (filters) => filters.compare('Identity id', 'contains', 'P-001'),
    filter: 'identity_id co "P-001"',
    holds: (event) => event.identity_id.includes('P-001'),
  },
  'identity_id sw, case kept': {
    set: (filters) => filters.compare('Identity id', 'starts with', 'EXT-'),
    filter: 'identity_id sw "EXT-"',
    holds: (event) => event.identity_id.startsWith('EXT-'),
  },
  'identity_id ew': {
    set: (filters) => filters.compare('Identity id', 'ends with', '42'),
    filter: 'identity_id ew "42"',
    holds: (event) => event.identity_id.endsWith('42'),
  },
  'identity_name eq, in any case': {
    set: (filters) => filters.compare('Identity', 'is', 'ada LOVELACE'),
    filter: 'identity_name eq "ada LOVELACE"',
    holds: (event) => folded(event.identity_name) === 'ada lovelace',
  },
  'identity_name co, in any case': {
    set: (filters) => filters.compare('Identity', 'contains', 'smith'),
    filter: 'identity_name co "smith"',
    holds: (event) => folded(event.identity_name).includes('smith'),
  },
  'identity_name sw, in any case': {
    set: (filters) => filters.compare('Identity', 'starts with', 'иван'),
    filter: 'identity_name sw "иван"',
    holds: (event) => folded(event.identity_name).startsWith('иван'),
  },
  'identity_name ew, in any case': {
    set: (filters) => filters.compare('Identity', 'ends with', 'HOPPER'),
    filter: 'identity_name ew "HOPPER"',
    holds: (event) => folded(event.identity_name).endsWith('hopper'),
  },
  'started_at gt': {
    set: (filters) => filters.time('Started', 'Beginning', 'after', noonThere),
    filter: `started_at gt "${noon}"`,
    holds: (event) => at(event.started_at) > at(noon),
  },
  'started_at ge': {
    set: (filters) => filters.time('Started', 'Beginning', 'from', noonThere),
    filter: `started_at ge "${noon}"`,
    holds: (event) => at(event.started_at) >= at(noon),
  },
  'started_at lt': {
    set: (filters) => filters.time('Started', 'End', 'before', noonThere),
    filter: `started_at lt "${noon}"`,
    holds: (event) => at(event.started_at) < at(noon),
  },
  'started_at le': {
    set: (filters) => filters.time('Started', 'End', 'until', noonThere),
    filter: `started_at le "${noon}"`,
    holds: (event) => at(event.started_at) <= at(noon),
  },
  'completed_at gt': {
    set: (filters) => filters.time('Completed', 'Beginning', 'after', noonThere),
    filter: `completed_at gt "${noon}"`,
    holds: (event) => at(event.completed_at) > at(noon),
  },
  'completed_at ge': {
    set: (filters) => filters.time('Completed', 'Beginning', 'from', noonThere),
    filter: `completed_at ge "${noon}"`,
    holds: (event) => at(event.completed_at) >= at(noon),
  },
  'completed_at lt': {
    set: (filters) => filters.time('Completed', 'End', 'before', noonThere),
    filter: `completed_at lt "${noon}"`,
    holds: (event) => at(event.completed_at) < at(noon),
  },
  'completed_at le': {
    set: (filters) => filters.time('Completed', 'End', 'until', noonThere),
    filter: `completed_at le "${noon}"`,
    holds: (event) => at(event.completed_at) <= at(noon),
  },
  'any_changes eq true': {
    set: (filters) => filters.answer('Changes', 'Yes'),
    filter: 'any_changes eq true',
    holds: (event) => event.any_changes,
  },
  'any_changes eq false': {
    set: (filters) => filters.answer('Changes', 'No'),
    filter: 'any_changes eq false',
    holds: (event) => !event.any_changes,
  },
  'extraction_event eq': {
    set: (filters) => filters.compare('Extraction event', undefined, 'extraction-4'),
    filter: 'extraction_event eq "extraction-4"',
    holds: (event) => event.extraction_event === 'extraction-4',
  },
  'jobs_started eq': {
    set: (filters) => filters.number('Jobs', 3),
    filter: 'jobs_started eq 3',
    holds: (event) => event.jobs_started === 3,
  },
}

/** What a case needs besides one field and one operator. */
const more: Readonly<Record<string, Case>> = {
  'two states, as an or of eq': {
    set: (filters) => filters.choose('State', 'ERRORED', 'RUNNING'),
    filter: '(state eq "RUNNING" or state eq "ERRORED")',
    holds: (event) => event.state === 'ERRORED' || event.state === 'RUNNING',
  },
  'three action types': {
    set: (filters) => filters.choose('Action type', 'PAUSE', 'NONE', 'SEND_REST_PAYLOAD'),
    filter: '(action_type eq "NONE" or action_type eq "PAUSE" or action_type eq "SEND_REST_PAYLOAD")',
    holds: (event) => ['PAUSE', 'NONE', 'SEND_REST_PAYLOAD'].includes(event.action_type),
  },
  'a state that no page documents': {
    set: (filters) => filters.choose('State', 'HALF_DONE'),
    filter: 'state eq "HALF_DONE"',
    holds: (event) => event.state === 'HALF_DONE',
  },
  'quotes and a backslash': {
    set: (filters) => filters.compare('Identity', 'contains', 'O"Neil \\'),
    filter: 'identity_name co "O\\"Neil \\\\"',
    holds: (event) => event.identity_name.includes('O"Neil \\'),
  },
  'quotes in a name that keeps its case': {
    set: (filters) => filters.compare('Workflow', 'is', 'Mover % of "staff"'),
    filter: 'workflow_name eq "Mover % of \\"staff\\""',
    holds: (event) => event.workflow_name === 'Mover % of "staff"',
  },
  'an emoji': {
    set: (filters) => filters.compare('Identity', 'starts with', '🦄'),
    filter: 'identity_name sw "🦄"',
    holds: (event) => event.identity_name.startsWith('🦄'),
  },
  'signs that a database could take for wildcards': {
    set: (filters) => filters.compare('Identity', 'contains', '% _'),
    filter: 'identity_name co "% _"',
    holds: (event) => event.identity_name.includes('% _'),
  },
}

/** Waits until the rows are those of a question, and says what is wrong while they are not. */
async function expectRows(tab: WorkflowActions, holds: (event: ActionEvent) => boolean): Promise<void> {
  const expected = events.filter(holds)
  expect(expected.length).toBeGreaterThan(0)
  const words =
    expected.length > 100
      ? `100 of ${expected.length.toLocaleString('en')} matching events loaded`
      : `${expected.length} matching ${expected.length === 1 ? 'event' : 'events'}, all loaded`
  await expect(tab.count).toHaveText(words)
  const keys = new Set(expected.map(keyOf))
  const shown = (await tab.shown()).map(keyOf)
  expect(shown.length).toBeGreaterThanOrEqual(Math.min(expected.length, 20))
  expect(shown.filter((key) => !keys.has(key))).toEqual([])
}

for (const [name, { set, filter, holds }] of Object.entries({ ...cases, ...more })) {
  test(`a reader filters by ${name}`, async ({ tab, filters, query }) => {
    await tab.open()
    await expect(tab.count).toBeVisible()
    const [sent] = await Promise.all([tab.nextList(), set(filters)])
    expect(sent.filter).toBe(filter)
    await expectRows(tab, holds)
    await expect(query.input).toHaveValue(filter)
  })
}

test('every field has a control with exactly its documented operators', async ({ tab, filters }) => {
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
  await tab.open()
  await expect(filters.bar.getByRole('button')).toHaveCount(13)
  for (const [label, words] of Object.entries(operators)) {
    const panel = await filters.openPanel(label)
    if (words.length > 1) await expect(panel.getByRole('combobox').getByRole('option')).toHaveText([...words])
    else await expect(panel.getByText('is', { exact: true })).toBeVisible()
    await panel.press('Escape')
  }
  for (const label of ['Started', 'Completed']) {
    const panel = await filters.openPanel(label)
    const ends = (['Beginning', 'End'] as const).map((bound) =>
      filters.operatorOf(panel, bound).getByRole('option'),
    )
    await expect(ends[0] ?? panel).toHaveText(['after', 'from'])
    await expect(ends[1] ?? panel).toHaveText(['before', 'until'])
    await panel.press('Escape')
  }
  const states = await filters.openPanel('State')
  await expect(states.getByRole('checkbox')).toHaveCount(9 + 1)
  await states.press('Escape')
  const types = await filters.openPanel('Action type')
  await expect(types.getByRole('checkbox')).toHaveCount(15 + 1)
})

test('several fields hold together, and both ends of a time', async ({ tab, filters, query }) => {
  await tab.open()
  await filters.choose('State', 'ERRORED', 'BLOCKED')
  await filters.compare('Identity', 'contains', 'smith')
  await filters.time('Started', 'Beginning', 'from', noonThere)
  await filters.time('Started', 'End', 'before', '2026-01-25T00:00')
  const filter =
    '(state eq "ERRORED" or state eq "BLOCKED") and identity_name co "smith" and started_at ge "2026-01-20T12:00:07Z" and started_at lt "2026-01-24T23:00:00Z"'
  await expect(query.input).toHaveValue(filter)
  expect(tab.params()).toEqual([
    ['state', 'ERRORED'],
    ['state', 'BLOCKED'],
    ['identity_name', 'co:smith'],
    ['started_at', 'ge:2026-01-20T12:00:07Z'],
    ['started_at', 'lt:2026-01-24T23:00:00Z'],
  ])
  await expectRows(
    tab,
    (event) =>
      ['ERRORED', 'BLOCKED'].includes(event.state) &&
      folded(event.identity_name).includes('smith') &&
      at(event.started_at) >= at(noon) &&
      at(event.started_at) < at('2026-01-24T23:00:00Z'),
  )
})

test('a filter is cleared alone, and all of them at once', async ({ tab, filters, query }) => {
  await tab.open('state=ERRORED&identity_name=co:smith&jobs_started=3')
  await expect(filters.chip('State')).toHaveAccessibleName('State: Failed')
  await filters.clear('State')
  await expect(query.input).toHaveValue('identity_name co "smith" and jobs_started eq 3')
  await expect(filters.chip('State')).toHaveAccessibleName('State')
  await filters.clearAllButton.click()
  await expect(query.input).toHaveValue('')
  await expect(tab.count).toHaveText(`100 of ${events.length.toLocaleString('en')} events loaded`)
  expect(tab.params()).toEqual([])
  await expect(filters.clearAllButton).toBeHidden()
})

test('an empty text is no filter', async ({ tab, filters, query }) => {
  await tab.open('identity_name=co:smith')
  await filters.compare('Identity', 'contains', '')
  await expect(query.input).toHaveValue('')
  expect(tab.params()).toEqual([])
})

test.describe('presets of time', () => {
  const now = new Date('2026-01-25T15:30:20.999Z')
  const presets: Readonly<Record<string, string>> = {
    'Last hour': '2026-01-25T14:30:20Z',
    '24 hours': '2026-01-24T15:30:20Z',
    '7 days': '2026-01-18T15:30:20Z',
    '30 days': '2025-12-26T15:30:20Z',
  }

  for (const [name, from] of Object.entries(presets)) {
    test(`${name} writes the instant, not the distance`, async ({ page, tab, filters }) => {
      await page.clock.setFixedTime(now)
      await tab.open()
      await expect(tab.count).toBeVisible()
      const [sent] = await Promise.all([tab.nextList(), filters.preset('Started', name)])
      expect(sent.filter).toBe(`started_at ge "${from}"`)
      await expectRows(tab, (event) => at(event.started_at) >= at(from))
      expect(tab.params()).toEqual([['started_at', `ge:${from}`]])
      await filters.preset('Started', 'Any time')
      await expect.poll(() => tab.params()).toEqual([])
      await expect(tab.count).toHaveText(/\d events loaded$/)
    })
  }
})

test.describe('the query box', () => {
  test('text that columns can say goes to the columns', async ({ tab, filters, query }) => {
    await tab.open()
    await query.submit('identity_name co "smith" and (state eq "errored" or state eq "BLOCKED")')
    await expect(filters.chip('State')).toHaveAccessibleName('State: Failed, Blocked')
    await expect(filters.chip('Identity')).toHaveAccessibleName('Identity: contains "smith"')
    expect(tab.params()).toEqual([
      ['state', 'ERRORED'],
      ['state', 'BLOCKED'],
      ['identity_name', 'co:smith'],
    ])
    await expectRows(
      tab,
      (event) =>
        ['ERRORED', 'BLOCKED'].includes(event.state) && folded(event.identity_name).includes('smith'),
    )
    await filters.clear('Identity')
    await expect(query.input).toHaveValue('(state eq "ERRORED" or state eq "BLOCKED")')
  })

  test('any other text lives in the address whole, and the columns say so', async ({
    tab,
    filters,
    query,
  }) => {
    const text = 'not (state eq "COMPLETED") and (identity_name co "smith" or jobs_started eq 3)'
    await tab.open('state=ERRORED')
    await expect(tab.count).toBeVisible()
    const [sent] = await Promise.all([tab.nextList(), query.submit(text)])
    expect(sent.filter).toBe(text)
    await expectRows(
      tab,
      (event) =>
        event.state !== 'COMPLETED' &&
        (folded(event.identity_name).includes('smith') || event.jobs_started === 3),
    )
    expect(tab.params()).toEqual([['filter', text]])
    await expect(filters.note).toBeVisible()
    for (const label of ['State', 'Identity', 'Jobs']) await expect(filters.chip(label)).toBeDisabled()
    await filters.clearAllButton.click()
    await expect(filters.note).toBeHidden()
    await expect(filters.chip('State')).toBeEnabled()
    expect(tab.params()).toEqual([])
  })

  test('what is typed is taken back by Escape', async ({ tab, query }) => {
    await tab.open('state=ERRORED')
    await query.type('state eq "RUNNING"')
    await query.input.press('Escape')
    await query.input.press('Escape')
    await expect(query.input).toHaveValue('state eq "ERRORED"')
    expect(tab.params()).toEqual([['state', 'ERRORED']])
  })

  test('Apply sends what is typed, and an empty text clears the filter', async ({ tab, query }) => {
    await tab.open('state=ERRORED')
    await query.type('')
    await query.applyButton.click()
    await expect.poll(() => tab.params()).toEqual([])
    await expect(tab.count).toHaveText(/ events loaded$/)
  })
})

test('a press on a task shows only that task', async ({ tab, filters }) => {
  await tab.open('state=ERRORED')
  await expect(tab.count).toBeVisible()
  const [first] = await tab.shown()
  const task = first?.policy_task ?? ''
  await tab.taskButton(0).click()
  await expect(filters.chip('Task')).toHaveAccessibleName(`Task: is "${task}"`)
  await expectRows(tab, (event) => event.policy_task === task)
})
