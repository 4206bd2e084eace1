import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { aUser, insertCertification, insertPeople, insertWorkflow } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let root: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  root = await server.signIn('root', 'admin')
  const { db } = server.database.store
  await insertPeople(
    db,
    ['ana', 'ben', 'cleo', 'dora_100%'].map((id) => aUser(id)),
    ['reviewer'],
  )
  for (const workflow_id of ['w1', 'w2']) {
    await insertWorkflow(db, { workflow_id })
    await insertCertification(db, { certification_id: `of ${workflow_id}`, workflow_id }, [])
  }
})
afterAll(() => server.close())

const ask = (method: string, path: string, body?: unknown) =>
  server.send(method, path, { ...pageHeaders, cookie: root }, body)
const refusalOf = ({ status, body }: Answer) => {
  const [violation] = readFailure(status, body).violations
  return [status, violation?.field, violation?.description]
}
const named = (...ids: string[]) => ids.map((id) => ({ user_type: 'localCookieUser', id }))

describe('settings', () => {
  const path = (leaf: string) => `/api/private/workflows/access/global_settings/${leaf}`
  const leaf = path('cert_completion_settings')
  const completion = async (workflow_id?: string) => {
    const { body } = await ask('GET', workflow_id ? `${leaf}?workflow_id=${workflow_id}` : leaf)
    return (body as { value: { completion: string } }).value.completion
  }
  const put = (value: unknown, workflow_id?: string) => ask('PUT', leaf, { value, workflow_id })
  const versions = async () =>
    await server.database.store.db
      .selectFrom('certification')
      .select(['workflow_id', 'rules_version'])
      .orderBy('workflow_id')
      .execute()

  test("are the configuration's, else the global ones, else the default", async () => {
    expect(await completion('w1')).toBe('COMPLETION_ALLOWED_UNKNOWN')
    expect((await put({ completion: 1 })).body).toEqual({
      value: { completion: 'COMPLETION_ALLOWED_ALL_ROWS_HAVE_DECISION' },
    })
    expect((await put({ completion: 'COMPLETION_ALLOWED_ANYTIME' }, 'w1')).status).toBe(200)
    expect(await completion()).toBe('COMPLETION_ALLOWED_ALL_ROWS_HAVE_DECISION')
    expect(await completion('w2')).toBe('COMPLETION_ALLOWED_ALL_ROWS_HAVE_DECISION')
    expect(await completion('w1')).toBe('COMPLETION_ALLOWED_ANYTIME')
  })

  test('tell the certifications that they hold for that their rules have changed', async () => {
    const before = await versions()
    await put({ completion: 2 }, 'w2')
    const own = await versions()
    expect(own).toEqual(
      before.map((row) => ({
        ...row,
        rules_version: row.rules_version + (row.workflow_id === 'w2' ? 1 : 0),
      })),
    )
    await put({ completion: 2 })
    expect(await versions()).toEqual(own.map((row) => ({ ...row, rules_version: row.rules_version + 1 })))
  })

  test.each([
    ['an unknown key', { value: { complete: 1 } }, 'value', 'takes only completion'],
    ['an unknown value', { value: { completion: 'SOMETIMES' } }, 'completion', undefined],
    ['no value', {}, 'value', undefined],
    [
      'a workflow that does not exist',
      { value: {}, workflow_id: 'w9' },
      'workflow_id',
      'is not the id of a workflow',
    ],
    ['a key beside value', { value: {}, setting: {} }, 'body', 'takes only workflow_id, value'],
  ])('%s is 400', async (_, body, field, description) => {
    const [status, at, words] = refusalOf(await ask('PUT', leaf, body))
    expect([status, at]).toEqual([400, field])
    if (description !== undefined) expect(words).toBe(description)
  })

  test('a leaf that does not exist is refused, and every leaf has its default', async () => {
    expect(refusalOf(await ask('GET', path('nothing')))).toEqual([
      400,
      'leaf',
      'is not a setting of this server',
    ])
    const { settingLeaves, defaultSettings } = await import('#contract/reviews/review-settings.ts')
    for (const name of settingLeaves.filter((other) => other !== 'cert_completion_settings'))
      expect((await ask('GET', path(name))).body).toEqual({ value: defaultSettings()[name] })
  })
})

describe('the deny list', () => {
  const list = '/api/preview/workflows/deny_list/users'
  const denied = async () => ((await ask('GET', list)).body as { users: { id: string }[] }).users

  test('takes people in and lets them go, and hides them from the picker', async () => {
    const found = async () => {
      const { body } = await ask('GET', '/app/v1/people?search=ben')
      return (body as { values: { id: string }[] }).values.map(({ id }) => id)
    }
    expect(await found()).toContain('ben')
    for (let twice = 0; twice < 2; twice++)
      expect((await ask('POST', `${list}:add`, { users: named('ben', 'ana', 'ben') })).body).toEqual({})
    expect(await denied()).toEqual([aUser('ana'), aUser('ben')])
    expect(await found()).not.toContain('ben')
    expect((await ask('POST', `${list}:remove`, { users: named('ben', 'nobody') })).status).toBe(200)
    expect(await denied()).toEqual([aUser('ana')])
    await ask('POST', `${list}:remove`, { users: named('ana') })
  })

  test('refuses all when one is not known or not as given, and names which', async () => {
    const add = (users: unknown) => ask('POST', `${list}:add`, { users })
    expect(refusalOf(await add(named('ana', 'zqxmarker')))).toEqual([
      400,
      'users.1',
      'is nobody that this server knows',
    ])
    const wrong = { ...named('ben')[0], email: 'zqxmarker@example.com' }
    const answer = await add([wrong])
    expect(refusalOf(answer)).toEqual([400, 'users.0.email', 'is not the email of this person'])
    expect(JSON.stringify(answer.body)).not.toContain('zqxmarker')
    expect(await denied()).toEqual([])
    expect((await add([aUser('ben')])).status).toBe(200)
    await ask('POST', `${list}:remove`, { users: named('ben') })
  })
})

describe('delegations', () => {
  const list = '/api/preview/awf/delegation/users'
  const pair = (original: string, delegate: string) => ({
    original_user: named(original)[0],
    delegate_user: named(delegate)[0],
  })

  test('are added once, listed with both people, and ended', async () => {
    for (let twice = 0; twice < 2; twice++)
      expect(
        (await ask('POST', `${list}:add`, { values: [pair('ana', 'ben'), pair('cleo', 'ben')] })).body,
      ).toEqual({})
    expect((await ask('GET', list)).body).toMatchObject({
      values: [
        { original_user: aUser('ana'), delegate_user: aUser('ben') },
        { original_user: aUser('cleo'), delegate_user: aUser('ben') },
      ],
    })
    expect(
      (await ask('POST', `${list}:remove`, { values: [pair('ana', 'ben'), pair('ben', 'ana')] })).status,
    ).toBe(200)
    expect((await ask('GET', list)).body).toMatchObject({ values: [{ original_user: aUser('cleo') }] })
  })

  test.each([
    ['an original that is not known', [pair('ana', 'cleo'), pair('nobody', 'ana')], 'values.1.original_user'],
    ['a delegate that is not known', [pair('ana', 'nobody')], 'values.0.delegate_user'],
    ['a delegate who is the original', [pair('ana', 'ana')], 'values.0.delegate_user'],
  ])('%s is refused, and nothing is added', async (_, values, field) => {
    const before = (await ask('GET', list)).body
    expect(refusalOf(await ask('POST', `${list}:add`, { values })).slice(0, 2)).toEqual([400, field])
    expect((await ask('GET', list)).body).toEqual(before)
  })
})

describe('the picker', () => {
  const search = async (text: string) => {
    const { body } = await ask('GET', `/app/v1/people?${new URLSearchParams({ search: text })}`)
    return (body as { values: { id: string }[] }).values.map(({ id }) => id)
  }

  test.each([
    ['CLEO', ['cleo']],
    ['example ana', ['ana']],
    ['100%', ['dora_100%']],
    ['dora_1', ['dora_100%']],
    ['cle_', []],
    ['ana\\', []],
    ['nobody', []],
  ])('finds for %s %j', async (text, ids) => {
    expect(await search(text)).toEqual(ids)
  })

  test('shows at most 20 people, those whose name begins with the text first', async () => {
    const { db } = server.database.store
    const many = Array.from({ length: 30 }, (_, index) => aUser(`x${String(index).padStart(2, '0')} zed`))
    await insertPeople(db, [...many, aUser('zed')], ['reviewer'])
    const found = await search('zed')
    expect(found).toHaveLength(20)
    expect(found[0]).toBe('zed')
  })
})
