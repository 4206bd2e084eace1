import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { parseInstant } from '#std/instant.ts'
import { pageHeaders } from '#testing/start-server.ts'
import { expireOverdue } from '../../reviews/expire.ts'
import { certificationStore } from '../../store/reviews/certifications/certification-store.ts'
import { docs, preview } from '#testing/sample-log.ts'
import {
  anAccess,
  certifications,
  emptyWorkflow,
  manager,
  okta,
  snapshotTime,
  startStory,
  type Story,
  workflow,
  workflow_id,
} from './seed-story.test-helper.ts'
import { propertyOf, type SeedType } from './seed-types.test-helper.ts'

/*
 * The tables "Workflow Properties" and "Certification Properties" of the page "Workflow Parameters Reference": a test
 * for each of their rows, asked over HTTP. One certification is followed from its search to its end; two more fail and
 * expire.
 */

const people = ['ada', 'bea', 'cid', 'dan', 'eve', 'fay', 'gus', 'hal', 'ida', 'jon']
const begun = Date.now()
const due_date = '2199-01-31T17:00:00.5Z'
type Seen = Awaited<ReturnType<Story['certification']>>
type Moment = 'searching' | 'in progress' | 'completed' | 'failed' | 'expired'
let story: Story
let certification_id = ''
const seen = new Map<Moment, Seen>()

beforeAll(async () => {
  story = await startStory(people.map((id) => anAccess(id)))
  await search()
  await decide()
  seen.set('in progress', await story.certification(certification_id))
  await story.run('POST', `${certifications}/${certification_id}:complete`, {})
  seen.set('completed', await story.certification(certification_id))
  await fail()
  await expire()
})
afterAll(() => story.server.close())

/** Rows cannot be brought in while their table is locked, so the search is seen under way. */
async function search() {
  const { database } = story.server.database.store
  const client = await database.openClient('countersign test')
  await client.query('BEGIN')
  await client.query('LOCK TABLE result IN SHARE MODE')
  const reviewer_assignment = { reviewers: [docs], users_manager: true, fallback_reviewers: [okta] }
  const body = { workflow_id, name: 'Spring', notes: 'Look twice', due_date, reviewer_assignment }
  certification_id = String((await story.run('POST', certifications, body)).certification_id)
  seen.set('searching', await story.certification(certification_id))
  await client.query('ROLLBACK')
  await client.end()
  await vi.waitFor(
    async () => expect((await story.certification(certification_id)).get).toMatchObject(inProgress),
    { timeout: 20_000, interval: 20 },
  )
}
const inProgress = { state: 'CERT_STATE_IN_PROGRESS' }

/** Six of ten rows: two accepted, three rejected, and one fixed that was accepted before. */
async function decide() {
  const decisions = ['ACCEPTED', 'ACCEPTED', 'REJECTED', 'REJECTED', 'REJECTED', 'ACCEPTED', 'FIXED']
  for (const [index, decision] of decisions.entries()) {
    const value = { result_id: Math.min(index, 5), decision }
    const { status } = await story.send('PUT', `${certifications}/${certification_id}/results`, { value })
    expect(status).toBe(200)
  }
}

async function fail() {
  const made = await story.run('POST', certifications, { workflow_id: emptyWorkflow })
  await vi.waitFor(
    async () => {
      const failed = await story.certification(String(made.certification_id))
      // The list is read first: what stands in it stands in both.
      expect(failed.list).not.toMatchObject({ error_reason: '' })
      seen.set('failed', failed)
    },
    { timeout: 20_000, interval: 20 },
  )
}

async function expire() {
  const id = await story.create({ due_date })
  const quiet = { info: () => undefined, warn: () => undefined }
  const certifications = certificationStore(story.server.database.store, () => new Date(), quiet)
  expect(await expireOverdue(certifications, new Date('2200-01-01T00:00:00Z'))).toBe(1)
  seen.set('expired', await story.certification(id))
}

type Row = [property: string, type: SeedType, says: string, value?: unknown]

const workflowRows: readonly Row[] = [
  ['workflow_id', 'string', 'Workflow GUID', workflow.workflow_id],
  ['name', 'string', 'Workflow display name', workflow.name],
  ['description', 'string', 'Extended description', workflow.description],
  ['owner', 'WorkflowUser', 'Owner user details', workflow.owner],
  ['notes', 'string', 'Workflow notes', workflow.notes],
  ['query', 'WorkflowQuery object', 'Workflow search conditions', workflow.query],
  ['creator', 'WorkflowUser', 'Creator user details', workflow.creator],
  ['created_at', 'string (RFC 3339 timestamp)', 'Creation date'],
]

describe('Workflow Properties, in List Workflows', () => {
  test.each(workflowRows)('%s: %s (%s)', async (property, type, _, value) => {
    const all = await story.values('/api/preview/awf/workflows')
    const listed = all.find((one) => one.workflow_id === workflow_id)
    const found = propertyOf(listed, property, type)
    if (value !== undefined) expect(found).toEqual(value)
  })
})

const time = 'string (RFC 3339 timestamp)'

/** What was given when it was made, and what an update may change. */
const given: readonly Row[] = [
  ['name', 'string', 'Certification name', 'Spring'],
  ['notes', 'string', 'Certification notes', 'Look twice'],
  ['due_date', time, 'Due date timestamp', due_date],
  ['reviewers', 'Array of WorkflowUsers', 'List of reviewers', [okta, docs]],
]
const fixed: readonly Row[] = [
  ['certification_id', 'string', 'Certification GUID'],
  ['workflow_id', 'string', 'Workflow GUID', workflow_id],
  ['query_used', 'WorkflowQuery object', 'The query for the workflow (immutable)'],
]
const internal: readonly Row[] = [
  ['state', 'AccessCertState', 'Certification status', 'CERT_STATE_COMPLETED'],
  ['snapshot_time', time, 'Date of graph snapshot at certification creation', snapshotTime],
  ['started_at', time, 'Certification creation date'],
  ['query_completed_at', time, 'When certification results were generated'],
  ['completed_at', time, 'Certification completion date'],
  ['created_by', 'WorkflowUser', 'Certification creator details', preview],
  ['completed_by', 'WorkflowUser', 'User who marked certification as complete', preview],
  ['total_result_count', 'int', 'Total query results', 10],
  ['results_updated_at', time, 'Timestamp'],
  ['results_updated_by', 'WorkflowUser', 'User details', preview],
  ['total_complete_count', 'int', 'Rows with an accept, reject, or fixed decision', 6],
  ['creator', 'WorkflowUser', 'User details', preview],
  ['created_at', time, 'Timestamp'],
  ['updated_at', time, 'Timestamp'],
  ['updated_by', 'WorkflowUser', 'User details', preview],
  ['error_reason', 'string', 'Error message, if the workflow query failed'],
  ['expired_at', time, 'Timestamp', due_date],
  ['total_result_count', 'int', 'Total number of results', 10],
  ['total_complete_count', 'int', 'Results with a final decision', 6],
  ['total_rejected_count', 'int', 'Results with a "reject" decision', 3],
  ['total_accepted_count', 'int', 'Results with an "accept" decision', 2],
  ['total_fixed_count', 'int', 'Results that have been "marked as fixed"', 1],
]

/** What a certification that comes to its end well never has. */
const shownBy: Readonly<Record<string, Moment>> = { error_reason: 'failed', expired_at: 'expired' }

describe.each(['list', 'get'] as const)('Certification Properties, in %s', (call) => {
  test.each([...fixed, ...given, ...internal])('%s: %s (%s)', (property, type, _, value) => {
    const found = propertyOf(seen.get(shownBy[property] ?? 'completed')?.[call], property, type)
    if (value !== undefined) expect(found).toEqual(value)
  })

  test('certification_id and query_used are those of this very certification', () => {
    const shown = seen.get('completed')?.[call]
    expect(shown).toMatchObject({ certification_id, query_used: workflow.query })
  })

  test.each([
    ['CERT_STATE_SEARCHING', 'The query is still running', 'searching'],
    ['CERT_STATE_IN_PROGRESS', 'the certification is being reviewed', 'in progress'],
    ['CERT_STATE_COMPLETED', 'the review of the certification is complete', 'completed'],
  ] as const)('state %s: %s', (state, _, moment) => {
    expect(seen.get(moment)?.[call]).toMatchObject({ certification_id, state })
  })

  test('its times follow one another', () => {
    const shown = seen.get('completed')?.[call] as Record<string, string>
    const moments = ['started_at', 'query_completed_at', 'results_updated_at', 'completed_at', 'updated_at']
    const order = moments.map((moment) => parseInstant(shown[moment] ?? '')?.ns ?? 0n)
    expect(order).toEqual(order.toSorted((one, other) => Number(one - other)))
    expect(Number(order[0])).toBeGreaterThanOrEqual(begun * 1e6)
    expect(shown.created_at).toBe(shown.started_at)
  })

  test('counters are there while it is being reviewed, and none while it is searched', () => {
    const counted = { total_result_count: 10, total_complete_count: 6, total_fixed_count: 1 }
    expect(seen.get('in progress')?.[call]).toMatchObject(counted)
    const nothing = { total_result_count: 0, total_complete_count: 0, query_completed_at: null }
    expect(seen.get('searching')?.[call]).toMatchObject(nothing)
  })
})

describe('what can be modified of a certification', () => {
  let id = ''
  beforeAll(async () => {
    id = await story.create()
  })
  const patch = (body: Readonly<Record<string, unknown>>) =>
    story.server.send('PATCH', `${certifications}/${id}`, { ...pageHeaders, cookie: story.cookie }, body)

  test.each([
    ['name', 'Summer'],
    ['notes', 'Once is enough'],
    ['due_date', '2199-06-30T12:00:00Z'],
    ['reviewers', [okta, manager]],
  ])('%s, and it is given back', async (property, value) => {
    const answer = await patch({ [property]: value })
    expect(answer.status).toBe(200)
    const { list, get } = await story.certification(id)
    expect(list?.[property]).toEqual(value)
    expect(get).toEqual(list)
  })

  const untouchable = [...new Set([...fixed, ...internal].map(([property]) => property))]
  test.each(untouchable)('not %s', async (property) => {
    const before = await story.certification(id)
    const answer = await patch({ [property]: seen.get('completed')?.list?.[property] ?? 'x' })
    expect(answer.status).toBe(400)
    expect(readFailure(400, answer.body).violations).toEqual([
      { field: 'body', description: 'takes only name, notes, due_date, reviewers, confirm' },
    ])
    expect(await story.certification(id)).toEqual(before)
  })
})
