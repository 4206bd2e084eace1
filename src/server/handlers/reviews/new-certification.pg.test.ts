import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { type Scope, scopes } from '#contract/permissions.ts'
import { aNode } from '#testing/review-data.ts'
import { docs, preview } from '#testing/sample-log.ts'
import { pageHeaders } from '#testing/start-server.ts'
import { anAccess, certifications, startStory, type Story, workflow_id } from './seed-story.test-helper.ts'

let story: Story
beforeAll(async () => {
  const azure = { source: aNode('AzureADUser', 'ada') }
  story = await startStory([
    anAccess('ada'),
    anAccess('ada', { destination: aNode('S3Bucket', 'payroll') }),
    anAccess('ada', azure),
    anAccess('bob'),
    anAccess('cem'),
  ])
})
afterAll(() => story.server.close())

type Body = Readonly<Record<string, unknown>>
const post = async (body: Body) =>
  story.send('POST', certifications, { workflow_id, ...body }, await story.keyFor(preview, 'reviews:run'))
const limitedTo = (...identities: Body[]) => ({ dynamic_information: { identities } })
const countAll = async () => (await story.values(`${certifications}?workflow_id=${workflow_id}`)).length

describe('T36 a new certification', () => {
  test('has the rows of the listed identities, by type and id, and says what it is limited to', async () => {
    const given = limitedTo(
      { type: 'OktaUser', id: 'ada' },
      { type: 'OktaUser', id: 'cem', previous_manager_id: '' },
      { type: 'AzureADUser', id: 'bob' },
    )
    const id = await story.create(given)
    const rows = (await story.rows(id)).map(({ source, destination }) => [source, destination])
    expect(rows).toMatchObject([
      [{ type: 'OktaUser', id: 'ada' }, { id: 'payroll' }],
      [{ type: 'OktaUser', id: 'ada' }, { id: 'reports' }],
      [{ type: 'OktaUser', id: 'cem' }, { id: 'reports' }],
    ])
    const { get, list } = await story.certification(id)
    expect(get).toMatchObject({ ...given, total_result_count: 3 })
    expect(list).toMatchObject(given)
  })

  test('of identities without access fails and says why', async () => {
    const { body } = await post(limitedTo({ type: 'OktaUser', id: 'nobody' }))
    const { certification_id } = body as { certification_id: string }
    const reason = () => story.read(`${certifications}/${certification_id}`)
    const failed = { error_reason: expect.stringMatching(/^None of the identities/), total_result_count: 0 }
    await vi.waitFor(async () => expect(await reason()).toMatchObject({ value: failed }), { timeout: 20_000 })
  })

  test('takes one level and no automations', async () => {
    const id = await story.create({ final_approval_level: 1, automation_ids: [] })
    expect((await story.certification(id)).get).toMatchObject({
      total_result_count: 5,
      dynamic_information: null,
    })
  })

  test.each<[string, Body]>([
    ['final_approval_level', { final_approval_level: 2 }],
    ['reviewer_assignment_second_level', { reviewer_assignment_second_level: { users_manager: true } }],
    ['automation_ids', { automation_ids: ['a'] }],
    [
      'dynamic_information.identities.previous_manager_id',
      limitedTo({ type: 'OktaUser', id: 'ada', previous_manager_id: 'meg' }),
    ],
  ])('is not made with %s, which it could not keep', async (field, body) => {
    const before = await countAll()
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(readFailure(400, answer.body)).toMatchObject({
      code: 'FailedPrecondition',
      message: `${field} is not supported yet.`,
      violations: [{ field, description: 'is not supported yet' }],
    })
    expect(await countAll()).toBe(before)
  })

  test.each<[string, Body]>([
    ['dynamic_information.identities', limitedTo()],
    ['dynamic_information.identities.0', limitedTo({ type: 'OktaUser', id: 'ada', name: 'Ada' })],
    ['dynamic_information.identities.0.id', limitedTo({ type: 'OktaUser' })],
    ['final_approval_level', { final_approval_level: 3 }],
  ])('names %s where it cannot be read', async (field, body) => {
    const answer = await post(body)
    expect(readFailure(answer.status, answer.body)).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
      violations: [{ field }],
    })
  })
})

describe('T36 ui_customization_settings', () => {
  const path = '/api/private/workflows/access/global_settings/ui_customization_settings'

  test('takes all four keys and gives them back', async () => {
    const by = await story.keyFor(preview, 'reviews:settings')
    const value = {
      accept_notes_behavior: 2,
      reject_notes_behavior: 'NO_POP_UP',
      approve_and_sign_off_button_behavior: 'show',
      diff_dropdown_behavior: 2,
    }
    expect((await story.send('PUT', path, { value, workflow_id }, by)).status).toBe(200)
    expect((await story.send('GET', `${path}?workflow_id=${workflow_id}`, undefined, by)).body).toEqual({
      value: {
        accept_notes_behavior: 'POP_UP_OPTIONAL',
        reject_notes_behavior: 'NO_POP_UP',
        approve_and_sign_off_button_behavior: 'SHOW',
        diff_dropdown_behavior: 'ALWAYS_HIDE_FOR_ACCESS_REVIEWER_ROLE',
      },
    })
    expect((await story.send('GET', path, undefined, by)).body).toEqual({
      value: {
        accept_notes_behavior: 'NO_POP_UP',
        reject_notes_behavior: 'POP_UP_REQUIRED',
        approve_and_sign_off_button_behavior: 'HIDE',
        diff_dropdown_behavior: 'NORMAL',
      },
    })
  })
})

test('T34 a change that the page forces needs a reason, which the log keeps', async () => {
  const id = await story.create()
  const path = `${certifications}/${id}/results:force_update`
  const send = (value: Body) =>
    story.server.send('POST', path, { ...pageHeaders, cookie: story.cookie }, { value })
  const change = { result_id: 0, decision: 'ACCEPTED', notes: 'Kept' }
  for (const reason of [undefined, '', ' ', '\u2063']) {
    const answer = await send({ ...change, reason })
    expect(readFailure(answer.status, answer.body)).toMatchObject({
      status: 400,
      violations: [{ field: 'reason', description: 'must say why the change is forced' }],
    })
  }
  expect(await story.row(id, 0)).toMatchObject({ decision: 'RESULT_DECISION_NONE', version: 1 })
  expect((await send({ ...change, reason: 'Ada is away' })).status).toBe(200)
  expect(await story.row(id, 0)).toMatchObject({ decision: 'RESULT_DECISION_ACCEPTED', notes: 'Kept' })
  const history = await story.values(`/app/v1/certifications/${id}/results/0/history`)
  expect(history.at(-1)).toMatchObject({ action: 'DECISION', reason: 'Ada is away' })
})

describe('T36 a key', () => {
  const put = (id: string, value: Body, by: Readonly<Record<string, string>>) =>
    story.send('POST', `${certifications}/${id}/results:force_update`, { value }, by)

  test('of an admin runs certifications with reviews:run', async () => {
    const by = await story.keyFor(preview, 'reviews:run')
    const id = await story.create({ publish: false })
    const path = `${certifications}/${id}`
    expect(await story.send('PATCH', path, { name: 'Spring' }, by)).toMatchObject({
      status: 200,
      body: { value: { name: 'Spring' } },
    })
    expect(
      (
        await story.send(
          'POST',
          `${path}:publish`,
          { confirm: ['NO_DUE_DATE', 'UNASSIGNED_ROWS', 'NOBODY_REVIEWS'] },
          by,
        )
      ).status,
    ).toBe(200)
    expect((await story.send('POST', `${path}:complete`, {}, by)).status).toBe(200)
  })

  test('forces a change with reviews:force, and says in notes why', async () => {
    const by = await story.keyFor(preview, 'reviews:force')
    const id = await story.create()
    for (const notes of [undefined, '', '  ', '\u200b\u200b']) {
      const answer = await put(id, { result_id: 0, decision: 'REJECTED', notes }, by)
      expect(readFailure(answer.status, answer.body)).toMatchObject({
        status: 400,
        violations: [{ field: 'notes', description: 'must say why the change is forced' }],
      })
    }
    expect(await story.row(id, 0)).toMatchObject({ decision: 'RESULT_DECISION_NONE', version: 1 })
    expect((await put(id, { result_id: 0, decision: 'REJECTED', notes: 'Left' }, by)).status).toBe(200)
    expect(await story.row(id, 0)).toMatchObject({ decision: 'RESULT_DECISION_REJECTED', notes: 'Left' })
  })

  const allBut = (one: Scope) => story.keyFor(preview, ...scopes.filter((scope) => scope !== one))

  test.each([
    ['PUT', '/api/private/workflows/access/global_settings/staff_decides', { value: {} }],
    ['GET', '/api/private/workflows/access/global_settings/staff_decides', undefined],
    ['GET', '/api/preview/workflows/deny_list/users', undefined],
    ['POST', '/api/preview/workflows/deny_list/users:add', { users: [] }],
    ['POST', '/api/preview/workflows/deny_list/users:remove', { users: [] }],
    ['GET', '/api/preview/awf/delegation/users', undefined],
    ['POST', '/api/preview/awf/delegation/users:add', { values: [] }],
    ['POST', '/api/preview/awf/delegation/users:remove', { values: [] }],
  ])('of an admin takes reviews:settings for %s %s, and no other scope does', async (method, path, body) => {
    const { status } = await story.send(method, path, body, await allBut('reviews:settings'))
    expect(status).toBe(403)
    const only = await story.send(method, path, body, await story.keyFor(preview, 'reviews:settings'))
    expect(only.status).not.toBe(403)
  })

  test('of an admin takes reviews:force to force a change, and no other scope does', async () => {
    const id = await story.create()
    const value = { result_id: 0, decision: 'REJECTED', notes: 'Left' }
    expect((await put(id, value, await allBut('reviews:force'))).status).toBe(403)
  })

  test('without the scope, or of somebody without the role, does not', async () => {
    const id = await story.create()
    const value = { result_id: 0, decision: 'REJECTED', notes: 'Left' }
    const setting = '/api/private/workflows/access/global_settings/staff_decides'
    const all = ['reviews:run', 'reviews:force', 'reviews:settings'] as const
    for (const by of [await story.keyFor(docs, ...all), await story.keyFor(preview, 'reviews:decide')]) {
      expect((await put(id, value, by)).status).toBe(403)
      expect((await story.send('PATCH', `${certifications}/${id}`, { name: 'x' }, by)).status).toBe(403)
      expect((await story.send('PUT', setting, { value: {} }, by)).status).toBe(403)
    }
  })
})
