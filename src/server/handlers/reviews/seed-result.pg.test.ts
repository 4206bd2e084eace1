import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { docs, preview } from '#testing/sample-log.ts'
import {
  anAccess,
  certifications,
  manager,
  okta,
  owner,
  startStory,
  type Story,
} from './seed-story.test-helper.ts'
import { propertyOf, type SeedType } from './seed-types.test-helper.ts'

/*
 * The tables "Result Properties", "ResultNode", "WorkflowUser" and "ReviewerAssignmentInstructions" of the page
 * "Workflow Parameters Reference": a test for each of their rows, asked over HTTP of one row of a certification that
 * has had everything done to it.
 */

const nodes = {
  source: {
    type: 'OktaUser',
    id: '00u1ada',
    name: 'Ada Lovelace',
    properties: { department: 'Finance', is_active: 'true' },
  },
  waypoint: { type: 'OktaGroup', id: '00g7', name: 'Readers', properties: { rule: 'all of Finance' } },
  destination: { type: 'S3Bucket', id: 'arn:aws:s3:::a', name: 'a', properties: { region: 'eu-west-1' } },
}
const access = [
  anAccess('ada', {
    ...nodes,
    raw_permissions: ['s3:GetObject', 's3:PutObject'],
    effective_permissions: ['DataRead', 'DataWrite'],
    source_managers: [manager.email],
    destination_owners: [owner.email],
  }),
  anAccess('bob', { source_managers: ['nobody@example.com'], destination_owners: [owner.email] }),
]
/** The page's own example of the instructions, with people in place of its `"string"`. */
const reviewer_assignment = {
  fallback_reviewers: [{ email: okta.email, id: okta.id, name: okta.name, user_type: okta.user_type }],
  resource_managers: true,
  reviewers: [{ email: docs.email, id: docs.id, name: docs.name, user_type: docs.user_type }],
  users_manager: true,
}
type Call = 'list' | 'get'
let story: Story
let certification = ''
let result_id = -1
const row: { [C in Call]?: Record<string, unknown> | undefined } = {}

beforeAll(async () => {
  story = await startStory(access)
  certification = await story.create({ reviewer_assignment })
  result_id = await story.idOf(certification, '00u1ada')
  await decideAndSign()
  await report('PUT', { result_id: String(result_id), notification_status: 'PENDING', webhook_info: '' })
  await report('POST', { result_id: String(result_id), notification_status: 'FAILED', webhook_info })
  row.list = (await story.rows(certification)).find((one) => one.result_id === result_id)
  row.get = await story.row(certification, result_id)
})
afterAll(() => story.server.close())
const webhook_info = 'Ticket could not be created'

async function decideAndSign() {
  const by = await story.keyFor(docs, 'reviews:decide')
  const value = { result_id, decision: 'REJECTED', notes: 'Left in May', signed_off_state: 'SIGNED_OFF' }
  const answer = await story.send('PUT', `${certifications}/${certification}/results`, { value }, by)
  expect([answer.status, answer.body]).toEqual([200, {}])
}

async function report(method: 'PUT' | 'POST', body: Readonly<Record<string, unknown>>) {
  const by = await story.keyFor(preview, 'hooks:write')
  const path = `${certifications}/${certification}/results:update_webhook_info`
  const answer = await story.send(method, path, body, by)
  expect([answer.status, answer.body]).toEqual([200, {}])
}

type Row = [property: string, type: SeedType, says: string, value?: unknown]
const time = 'string (RFC 3339 timestamp)'
const flat = ({ properties, ...node }: (typeof nodes)['source' | 'waypoint' | 'destination']) => ({
  ...properties,
  ...node,
  properties,
})

const resultRows: readonly Row[] = [
  ['accumulated_effective_permissions', 'string list', 'Canonical permissions', ['DataRead', 'DataWrite']],
  ['accumulated_raw_permissions', 'string list', 'System permissions', ['s3:GetObject', 's3:PutObject']],
  ['action_log_entries', 'ActionLog array', 'Log of previous actions on the result'],
  ['decision', 'string', 'Row decision', 'RESULT_DECISION_REJECTED'],
  ['destination', 'ResultNode object', 'The result destination', flat(nodes.destination)],
  ['notes', 'string', 'The most recent note applied to the result', 'Left in May'],
  ['notification_response_infos', 'array', 'Error message and status for Webhook integrations'],
  ['notification_status', 'string', 'Whether the integration triggered successfully', 'FAILED'],
  ['result_id', 'int', 'Result unique identifier for the certification'],
  ['reviewers', 'Array of WorkflowUsers', 'Reviewer details', [docs, manager, owner]],
  [
    'reviewer_assignment',
    'ReviewerAssignmentInstructions object',
    'Instructions for fallback and auto-assigned reviewers',
    reviewer_assignment,
  ],
  ['signed_off_at', time, ''],
  ['signed_off_by', 'WorkflowUser', 'Details for a single reviewer', docs],
  ['signed_off_state', 'string', 'UNKNOWN_SIGNED_OFF NOT_SIGNED_OFF SIGNED_OFF', 'SIGNED_OFF'],
  ['source', 'ResultNode object', 'Result source (typically a principal)', flat(nodes.source)],
  ['updated_at', time, ''],
  ['updated_by', 'WorkflowUser', '', preview],
  ['waypoint', 'ResultNode object', 'Related intermediate entity details', flat(nodes.waypoint)],
]

test('List and Get show the same row', () => {
  expect(row.get).toEqual(row.list)
  expect(row.get?.result_id).toBe(result_id)
})

describe.each(['list', 'get'] as const)('Result Properties, in %s', (call) => {
  test.each(resultRows)('%s: %s (%s)', (property, type, _, value) => {
    const found = propertyOf(row[call], property, type)
    if (value !== undefined) expect(found).toEqual(value)
  })

  test('what an integration has reported is there with its status and message', () => {
    expect(row[call]?.notification_response_infos).toMatchObject([
      { status: 'FAILED', error_message: webhook_info },
    ])
  })

  describe.each(['source', 'destination', 'waypoint'] as const)('ResultNode: %s', (name) => {
    const given = nodes[name]
    test.each<Row>([
      ['type', 'string', 'Entity type', given.type],
      ['name', 'string', 'Entity name', given.name],
      ['id', 'string', 'Entity UID', given.id],
      ['properties', 'key:value pair', 'Entity properties', given.properties],
    ])('%s: %s (%s)', (property, type, _, value) => {
      expect(propertyOf(row[call]?.[name], property, type)).toEqual(value)
    })
  })

  describe('ReviewerAssignmentInstructions', () => {
    test.each<Row>([
      ['fallback_reviewers', 'Array of WorkflowUsers', 'where auto assign fails for any reason', [okta]],
      ['resource_managers', 'boolean', 'assigns by Global IdP settings', true],
      ['reviewers', 'Array of WorkflowUsers', 'applied to every row', [docs]],
      ['users_manager', 'boolean', 'assigns by Global IdP settings', true],
    ])('%s: %s (%s)', (property, type, _, value) => {
      expect(propertyOf(row[call]?.reviewer_assignment, property, type)).toEqual(value)
    })
  })
})

describe('WorkflowUser', () => {
  const at = (list: unknown, index: number) => z.array(z.record(z.string(), z.unknown())).parse(list)[index]
  const places = {
    'the owner of a workflow': async () => (await story.values('/api/preview/awf/workflows'))[0]?.owner,
    'the creator of a certification': async () => (await story.certification(certification)).list?.creator,
    'a reviewer of a certification': async () =>
      at((await story.certification(certification)).list?.reviewers, 0),
    'a reviewer of a row': () => Promise.resolve(at(row.list?.reviewers, 0)),
    'who signed a row off': () => Promise.resolve(row.list?.signed_off_by),
    'who acted, in the log of a row': () => Promise.resolve(at(row.list?.action_log_entries, 1)?.user),
    'a reviewer in List Reviewer Infos': async () => (await infos())[0]?.reviewer,
  }
  const infos = () => story.values(`${certifications}/${certification}/reviewer_infos`)

  describe.each(Object.entries(places))('%s', (_, find) => {
    test.each<Row>([
      ['user_type', 'string', 'SSO entity type or localCookieUser'],
      ['id', 'string', 'User GUID'],
      ['email', 'string', 'User email address'],
      ['name', 'string', 'Full username'],
    ])('%s: %s (%s)', async (property, type) => {
      const found = await find()
      const value = propertyOf(found, property, type)
      const people = [preview, docs, okta, manager, owner]
      expect(people).toContainEqual(found)
      expect(people.map((person) => person[property as keyof typeof person])).toContain(value)
    })
  })

  test('List Reviewer Infos returns all users of a certification, of either type', async () => {
    const users = (await infos()).map((info) => info.reviewer)
    expect(users).toHaveLength(4)
    expect(users).toEqual(expect.arrayContaining([docs, okta, manager, owner]))
    expect(new Set(users.map((user) => (user as { user_type: string }).user_type))).toEqual(
      new Set(['OktaUser', 'localCookieUser']),
    )
  })
})

describe('ReviewerAssignmentInstructions assign', () => {
  const reviewersWith = async (instructions: Readonly<Record<string, unknown>>) => {
    const id = await story.create({ reviewer_assignment: instructions })
    const rows = await story.rows(id)
    const of = (source: string) => rows.find((one) => (one.source as { id: string }).id === source)?.reviewers
    return { ada: of('00u1ada'), bob: of('bob') }
  }
  const { reviewers, fallback_reviewers } = reviewer_assignment

  test('users_manager: the manager of the source', async () => {
    expect(await reviewersWith({ users_manager: true })).toMatchObject({ ada: [manager] })
  })
  test('resource_managers: the owner of the resource', async () => {
    expect(await reviewersWith({ resource_managers: true })).toEqual({ ada: [owner], bob: [owner] })
  })
  test('reviewers: they are applied to every row', async () => {
    expect(await reviewersWith({ reviewers })).toEqual({ ada: [docs], bob: [docs] })
  })
  test('fallback_reviewers: where no manager is found, and only there', async () => {
    const found = await reviewersWith({ users_manager: true, fallback_reviewers })
    expect(found).toEqual({ ada: [manager], bob: [okta] })
  })
})
