import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import * as z from 'zod/mini'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { readFailure } from '#contract/errors.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

/*
 * The tables of the page "Workflow Actions": a test for each of their rows, asked over HTTP. One event differs from all
 * others in everything; of those there is one for each type and state.
 */

const types = `NONE SYNC_IDENTITIES MANAGE_RELATIONSHIPS CREATE_EMAIL DEPROVISION_IDENTITY ACCESS_PLAN
  WRITE_BACK_EMAIL PAUSE SEND_NOTIFICATION CUSTOM_ACTION CREATE_ENTITLEMENT CREATE_ACCESS_REVIEW RESET_PASSWORD
  DELETE_IDENTITY SEND_REST_PAYLOAD`.split(/\s+/)
const states = 'INITIAL RUNNING COMPLETED ERRORED SKIPPED SCHEDULED PENDING BLOCKED ABANDONED'.split(' ')
const target = anEvent({
  policy_task: '0190c1d2-task',
  action_name: 'Sync AD / user',
  action_type: 'NEW_TYPE',
  state: 'NEW_STATE',
  policy_id: '0190-policy',
  policy_name: 'Workforce',
  policy_version_number: 7,
  workflow_name: 'Joiner Berlin',
  identity_id: 'HR-0042-x',
  identity_name: 'Ada Lovelace',
  started_at: '2026-02-07T11:17:20.801Z',
  completed_at: '2026-02-07T11:17:24.120Z',
  any_changes: true,
  jobs_started: 2,
  jobs_completed: 1,
  jobs_errored: 1,
  extraction_event: '0190-extraction',
  messages: ['Could not reach the domain controller', 'Tried three times'],
  dry_run: true,
})
const others = types.map((action_type, index) =>
  anEvent({
    policy_task: `other-${index}`,
    action_name: 'Tell the manager',
    action_type,
    state: states[(index + 2) % states.length] ?? '',
    policy_id: 'other',
    workflow_name: 'Leaver',
    identity_id: 'other',
    identity_name: 'Grace Hopper',
    started_at: '2026-03-01T00:00:00Z',
    completed_at: '2026-03-01T00:00:05Z',
    any_changes: false,
    jobs_started: 0,
    extraction_event: null,
  }),
)
const path = '/api/private/lifecycle_management/action_events'
let server: TestServer
let key = ''

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, [target, ...others])
  key = await server.key('activity:read')
})
afterAll(() => server.close())

type Page = { values: ActionEvent[]; next_page_token: string; has_more: boolean }
async function list(query: Readonly<Record<string, string>>): Promise<Page> {
  const { status, body } = await server.get(`${path}?${new URLSearchParams(query)}`, key)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as Page
}
const tasks = ({ values }: Page) => values.map((event) => event.policy_task)
const found = async (filter: string) => tasks(await list({ filter })).toSorted()
const address = ({ policy_task, action_name }: ActionEvent) =>
  `${path}/${encodeURIComponent(policy_task)}/${encodeURIComponent(action_name)}`

describe('Action Types', () => {
  test.each(types)('%s is told and can be asked for', async (action_type) => {
    const { values } = await list({ filter: `action_type eq "${action_type}"` })
    expect(values).toEqual([others[types.indexOf(action_type)]])
  })
})

describe('Action States', () => {
  test.each(states)('%s is told and can be asked for', async (state) => {
    const expected = others.filter((event) => event.state === state).map((event) => event.policy_task)
    expect(await found(`state eq "${state}"`)).toEqual(expected.toSorted())
  })
})

const early = '2026-02-01T00:00:00Z'
const late = '2026-02-28T00:00:00Z'

/** Field, operators, and for each operator a value with which it finds the one event and no other. */
const filterable: readonly [field: string, finds: Readonly<Record<string, unknown>>][] = [
  ['state', { eq: 'NEW_STATE' }],
  ['policy_task', { eq: '0190c1d2-task' }],
  ['action_name', { eq: 'sync ad / USER', co: 'AD / us' }],
  ['action_type', { eq: 'NEW_TYPE' }],
  ['policy_id', { eq: '0190-policy' }],
  ['workflow_name', { eq: 'Joiner Berlin', co: 'er Ber' }],
  ['identity_id', { eq: 'HR-0042-x', co: '-0042-', sw: 'HR-', ew: '-x' }],
  ['identity_name', { eq: 'ADA lovelace', co: 'a LOVE', sw: 'ADA', ew: 'LACE' }],
  ['started_at', { lt: late, le: '2026-02-07T11:17:20.801Z', gt: early, ge: '2026-02-07T11:17:20.801Z' }],
  ['completed_at', { lt: late, le: '2026-02-07T11:17:24.12Z', gt: early, ge: '2026-02-07T11:17:24.120Z' }],
  ['any_changes', { eq: true }],
  ['extraction_event', { eq: '0190-extraction' }],
  ['jobs_started', { eq: 2 }],
]
const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']

describe.each(filterable)('Filterable Fields: %s', (field, finds) => {
  test.each(Object.entries(finds))('%s %j', async (operator, value) => {
    const text = `${field} ${operator} ${JSON.stringify(value)}`
    // What begins early or later has all the others in it too.
    const upwards = operator === 'gt' || operator === 'ge'
    const everyone = [target, ...others].map((event) => event.policy_task).toSorted()
    expect(await found(text)).toEqual(upwards ? everyone : [target.policy_task])
    expect(await found(`not (${text})`)).toEqual(
      upwards ? [] : everyone.filter((one) => one !== target.policy_task),
    )
  })

  test.each(operators.filter((operator) => !(operator in finds)))('not %s', async (operator) => {
    const filter = `${field} ${operator} ${JSON.stringify(Object.values(finds)[0])}`
    const { status, body } = await server.get(`${path}?${new URLSearchParams({ filter })}`, key)
    expect(status).toBe(400)
    expect(readFailure(400, body).violations).toMatchObject([{ field: 'filter' }])
  })
})

describe('times are compared strictly by gt and lt, and not by ge and le', () => {
  test.each(['started_at', 'completed_at'] as const)('%s', async (field) => {
    const at = JSON.stringify(target[field])
    expect(await found(`${field} lt ${at}`)).toEqual([])
    expect(await found(`${field} gt ${at}`)).toHaveLength(others.length)
    expect(await found(`${field} le ${at}`)).toEqual([target.policy_task])
    expect(await found(`${field} ge ${at}`)).toHaveLength(others.length + 1)
  })
})

describe('upper and lower case', () => {
  test.each([
    ['workflow_name eq "joiner berlin"', []],
    ['workflow_name co "ER BER"', []],
    ['identity_id sw "hr-"', []],
    ['action_name co "ad / US"', ['0190c1d2-task']],
    ['identity_name eq "ada LOVELACE"', ['0190c1d2-task']],
  ])('%s', async (filter, expected) => {
    expect(await found(filter)).toEqual(expected)
  })
})

describe('List Workflow Action Events', () => {
  test("filter: the page's own example", async () => {
    expect(await found('state eq "ERRORED" and action_type eq "SYNC_IDENTITIES"')).toEqual(['other-1'])
    expect(await found('state eq "ERRORED" and action_type eq "CREATE_EMAIL"')).toEqual([])
  })

  test('order_by', async () => {
    const up = tasks(await list({ order_by: 'state asc' }))
    const down = tasks(await list({ order_by: 'state desc' }))
    const stateOf = (task: string | undefined) => others.find((event) => event.policy_task === task)?.state
    expect([stateOf(up[0]), stateOf(down[0])]).toEqual(['ABANDONED', 'SKIPPED'])
  })

  test('page_size', async () => {
    expect((await list({ page_size: '3' })).values).toHaveLength(3)
  })

  test('page_token', async () => {
    const first = await list({ page_size: '10' })
    const second = await list({ page_size: '10', page_token: first.next_page_token })
    expect([...tasks(first), ...tasks(second)].toSorted()).toEqual(
      [target, ...others].map((event) => event.policy_task).toSorted(),
    )
  })

  test.each([
    ['next_page_token', 'string', z.string().check(z.minLength(1)), ''],
    ['has_more', 'boolean', z.literal(true), false],
    ['values', 'the events', z.array(z.looseObject({})).check(z.length(1)), []],
  ] as const)('%s: %s', async (property, _, type, atTheEnd) => {
    const page = await list({ page_size: '1' })
    expect(Object.keys(page)).toContain(property)
    expect(type.safeParse(page[property]).error?.issues ?? []).toEqual([])
    expect((await list({ filter: 'policy_task eq "none"' }))[property]).toEqual(atTheEnd)
  })
})

const text = z.string().check(z.minLength(1))
const properties: readonly [property: string, type: string, schema: z.ZodMiniType][] = [
  ['policy_task', 'string', text],
  ['action_name', 'string', text],
  ['action_type', 'string', text],
  ['state', 'string', text],
  ['policy_id', 'string', text],
  ['policy_name', 'string', text],
  ['policy_version_number', 'integer', z.int()],
  ['workflow_name', 'string', text],
  ['identity_id', 'string', text],
  ['identity_name', 'string', text],
  ['identity_type', 'string', text],
  ['started_at', 'string (RFC 3339 timestamp)', z.iso.datetime()],
  ['completed_at', 'string (RFC 3339 timestamp)', z.iso.datetime()],
  ['any_changes', 'boolean', z.boolean()],
  ['jobs_started', 'integer', z.int()],
  ['jobs_completed', 'integer', z.int()],
  ['jobs_errored', 'integer', z.int()],
  ['extraction_event', 'string', text],
  ['messages', 'string list', z.array(text)],
  ['event_source', 'string', text],
  ['dry_run', 'boolean', z.boolean()],
]
const calls = {
  list: async () => (await list({ filter: 'policy_task eq "0190c1d2-task"' })).values[0],
  get: async () => ((await server.get(address(target), key)).body as { value: ActionEvent }).value,
}

describe.each(['list', 'get'] as const)('ActionEvent, in %s', (call) => {
  test.each(properties)('%s: %s', async (property, _, schema) => {
    const event: Readonly<Record<string, unknown>> = (await calls[call]()) ?? {}
    expect(Object.keys(event)).toContain(property)
    expect(schema.safeParse(event[property]).error?.issues ?? []).toEqual([])
    expect(event[property]).toEqual(new Map(Object.entries(target)).get(property))
  })
})

describe('Get Workflow Action Event', () => {
  test.each([
    ['workflow_task', { ...target, policy_task: 'other-1' }],
    ['action_name', { ...target, action_name: 'Tell the manager' }],
  ])('by another %s there is none', async (_, other) => {
    expect((await server.get(address(target), key)).status).toBe(200)
    expect((await server.get(address(other), key)).status).toBe(404)
  })
})

test.each([path, address(target)])('%s needs Authorization', async (address) => {
  expect((await server.get(address)).status).toBe(401)
  expect((await server.get(address, key)).status).toBe(200)
})
