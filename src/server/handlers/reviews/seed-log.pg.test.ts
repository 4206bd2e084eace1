import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { docs, preview, sampleLog } from '#testing/sample-log.ts'
import { anAccess, certifications, okta, startStory, type Story } from './seed-story.test-helper.ts'
import { propertyOf, type SeedType } from './seed-types.test-helper.ts'

/*
 * Decisions, notes, sign-off, reviewers and the action log as the page "Workflow Parameters Reference" tells of them:
 * its table "ActionLog", its lists of values, and its sample log, done again by the same four actions over HTTP.
 */

type Value = Readonly<Record<string, unknown>>
type Entry = { readonly action: string; readonly time: string }
let story: Story
let certification = ''
let sampled = -1
let next = 0

beforeAll(async () => {
  story = await startStory(Array.from({ length: 30 }, (_, index) => anAccess(`u${index}`)))
  certification = await story.create()
  sampled = next++
  await put(sampled, { reviewers: [docs] })
  await put(sampled, { decision: 'RESULT_DECISION_ACCEPTED', notes: 'OK' })
  await put(sampled, { decision: 'RESULT_DECISION_FIXED' })
  await put(sampled, { notes: 'updating the note' })
})
afterAll(() => story.server.close())

const send = (result_id: number, value: Value, by?: Readonly<Record<string, string>>) =>
  story.send('PUT', `${certifications}/${certification}/results`, { value: { result_id, ...value } }, by)
/** Updates a row as the page's examples do: 200 and nothing in the answer. */
async function put(result_id: number, value: Value): Promise<void> {
  const { status, body } = await send(result_id, value)
  expect([status, body]).toEqual([200, {}])
}
const force = (result_id: number, value: Value) =>
  story.run('POST', `${certifications}/${certification}/results:force_update`, {
    value: { result_id, ...value, reason: 'The owner of the bucket asked for it' },
  })
/** A row as List and Get show it alike. */
async function read(result_id: number) {
  const listed = (await story.rows(certification)).find((row) => row.result_id === result_id)
  expect(await story.row(certification, result_id)).toEqual(listed)
  return listed ?? {}
}
const logOf = async (result_id: number) => (await read(result_id)).action_log_entries as Entry[]
const timeless = (log: readonly Entry[]) => log.map((entry) => ({ ...entry, time: '' }))

describe('the sample action log, by its four actions', () => {
  test('every entry has the keys and the values of the sample, and no others', async () => {
    expect(timeless(await logOf(sampled))).toEqual(timeless(sampleLog))
  })

  test.each(sampleLog.map((entry, index) => [index, entry.action, entry] as const))(
    'entry %i, %s, key by key',
    async (index, _, expected) => {
      const entry = (await logOf(sampled))[index]
      expect(Object.keys(entry ?? {}).sort()).toEqual(Object.keys(expected).sort())
      expect(entry).toEqual({ ...expected, time: expect.stringMatching(nanoseconds) })
    },
  )
  const nanoseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/

  test('times go up from entry to entry', async () => {
    const times = (await logOf(sampled)).map(({ time }) => time)
    expect(times).toEqual([...new Set(times)].toSorted())
  })

  test('the row has the decision and the note that were given last', async () => {
    expect(await read(sampled)).toMatchObject({
      decision: 'RESULT_DECISION_FIXED',
      notes: 'updating the note',
      reviewers: [docs],
    })
  })
})

describe('ActionLog', () => {
  type Row = [property: string, type: SeedType, says: string, value?: unknown]
  test.each<Row>([
    ['action', 'string', 'Action log event type', 'DECISION'],
    ['user', 'WorkflowUser', 'Reviewer details', preview],
    ['time', 'string (RFC 3339 timestamp)', 'RFC 3339 timestamp'],
    ['decision_detail', 'object', 'Decision type and any notes', sampleLog[1]?.decision_detail],
  ])('%s: %s (%s)', async (property, type, _, value) => {
    const found = propertyOf((await logOf(sampled))[1], property, type)
    if (value !== undefined) expect(found).toEqual(value)
  })

  test.each(['NOTE_ADDED', 'REVIEWER_ASSIGNED', 'DECISION'])('%s is an action', async (action) => {
    expect((await logOf(sampled)).map((entry) => entry.action)).toContain(action)
  })

  test('no other action stands in it, whatever else is done', async () => {
    const row = next++
    await put(row, { decision: 2, signed_off_state: 'SIGNED_OFF' })
    await force(row, { signed_off_state: 'NOT_SIGNED_OFF' })
    expect((await logOf(row)).map((entry) => entry.action)).toEqual(['DECISION'])
  })
})

describe('a decision is given by number or by name', () => {
  const decisions = [
    [1, 'RESULT_DECISION_NONE', 'No decision has been made'],
    [2, 'RESULT_DECISION_ACCEPTED', 'The access described in the result row is acceptable'],
    [3, 'RESULT_DECISION_REJECTED', "The access described in the result row isn't correct"],
    [4, 'RESULT_DECISION_FIXED', 'The access was rejected, but has been fixed'],
  ] as const

  test.each(decisions)('%i and %s (%s) do the same', async (number, name) => {
    const rows = [next++, next++] as const
    for (const row of rows) await put(row, { decision: 'REJECTED', notes: 'No' })
    await put(rows[0], { decision: number })
    await put(rows[1], { decision: name })
    const [one, other] = [await read(rows[0]), await read(rows[1])]
    expect([one.decision, other.decision]).toEqual([name, name])
    const logs = [await logOf(rows[0]), await logOf(rows[1])] as const
    expect(timeless(logs[0])).toEqual(timeless(logs[1]))
    expect(logs[0].at(-1)).toMatchObject({ decision_detail: { decision: name, note: '' } })
  })

  test.each(decisions)('%i and %s (%s) do the same in a forced update', async (number, name) => {
    const rows = [next++, next++] as const
    for (const row of rows) await put(row, { decision: 'ACCEPTED' })
    expect(await force(rows[0], { decision: number })).toEqual({})
    expect(await force(rows[1], { decision: name })).toEqual({})
    expect([(await read(rows[0])).decision, (await read(rows[1])).decision]).toEqual([name, name])
    expect(timeless(await logOf(rows[0]))).toEqual(timeless(await logOf(rows[1])))
  })
})

test('notes is always the most recent note; the ones before are in the log that List gives', async () => {
  const row = next++
  for (const notes of ['first', 'second', 'third']) {
    await put(row, { notes })
    expect((await read(row)).notes).toBe(notes)
  }
  expect(timeless(await logOf(row))).toEqual(
    ['first', 'second', 'third'].map((note) => ({ action: 'NOTE_ADDED', user: preview, time: '', note })),
  )
})

describe('signed_off_state', () => {
  test('NOT_SIGNED_OFF, then SIGNED_OFF by an update, and back by a forced one', async () => {
    const row = next++
    await put(row, { decision: 'ACCEPTED' })
    expect(await read(row)).toMatchObject({ signed_off_state: 'NOT_SIGNED_OFF', signed_off_at: null })
    await put(row, { signed_off_state: 'SIGNED_OFF' })
    expect(await read(row)).toMatchObject({ signed_off_state: 'SIGNED_OFF', signed_off_by: preview })
    await force(row, { signed_off_state: 'NOT_SIGNED_OFF' })
    expect(await read(row)).toMatchObject({ signed_off_state: 'NOT_SIGNED_OFF', signed_off_by: null })
  })

  test.each(['UNKNOWN_SIGNED_OFF', 'NOT_SIGNED_OFF', 'SIGNED_OFF'])('%s can be asked for', async (state) => {
    const filter = new URLSearchParams({
      mutable_filter: `signed_off_state eq "${state}"`,
      page_size: '2000',
    })
    const found = await story.values(`${certifications}/${certification}/results?${filter}`)
    const all = await story.rows(certification)
    expect(found.length).toBe(all.filter((row) => row.signed_off_state === state).length)
  })
})

describe('update_webhook_info', () => {
  const report = async (method: string, body: Value) => {
    const by = await story.keyFor(preview, 'hooks:write')
    return story.send(method, `${certifications}/${certification}/results:update_webhook_info`, body, by)
  }

  test.each([
    ['PUT', 'PENDING', ''],
    ['PUT', 'SUCCEED', 'Ticket 4711'],
    ['POST', 'FAILED', 'Ticket could not be created'],
  ])('by %s: %s, and the row says so', async (method, notification_status, webhook_info) => {
    const row = next++
    const { status, body } = await report(method, { result_id: `${row}`, notification_status, webhook_info })
    expect([status, body]).toEqual([200, {}])
    expect(await read(row)).toMatchObject({
      notification_status,
      notification_response_infos: [
        {
          status: notification_status,
          error_message: notification_status === 'FAILED' ? webhook_info : '',
        },
      ],
    })
  })
})

describe('requested reviewers are validated before they are assigned', () => {
  test.each([
    ['id and user_type suffice', { user_type: okta.user_type, id: okta.id }],
    ['name and email may be given', okta],
  ])('%s', async (_, person) => {
    const row = next++
    await put(row, { reviewers: [person] })
    expect((await read(row)).reviewers).toEqual([okta])
  })

  test.each([
    ['a user that cannot be found', { user_type: 'localCookieUser', id: 'nobody' }, 'reviewers.1'],
    ['an id under another user_type', { user_type: 'localCookieUser', id: okta.id }, 'reviewers.1'],
    ['an email that does not match', { ...okta, email: 'x@example.com' }, 'reviewers.1.email'],
    ['a name that does not match', { ...okta, name: 'X' }, 'reviewers.1.name'],
    ['no id', { user_type: okta.user_type }, 'value.reviewers.1.id'],
    ['no user_type', { id: okta.id }, 'value.reviewers.1.user_type'],
  ])('%s: nobody is assigned', async (_, person, field) => {
    const answer = await send(next, { reviewers: [docs, person] })
    expect(readFailure(answer.status, answer.body).violations.map((one) => one.field)).toEqual([field])
    expect(answer.status).toBe(400)
    expect((await read(next)).reviewers).toEqual([])
  })
})
