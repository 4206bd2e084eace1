import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { permissions, scopes } from '#contract/permissions.ts'
import type { Route } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { sampleOf } from '#testing/request-texts.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let root: string
let key: string
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  root = await server.signIn('root', 'admin')
  key = await server.keyOf(aUser('root'), ...scopes)
  await server.signIn('ana', 'reviewer')
  await insertWorkflow(db, { workflow_id: 'w' })
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, [
    aRow({ reviewers: [aUser('root')] }),
  ])
})
afterAll(() => server.close())

const results = '/api/preview/awf/certifications/c/results'
const raw = (method: string, path: string, body: BodyInit, more: Readonly<Record<string, string>> = {}) =>
  fetch(server.url + path, { method, headers: { ...pageHeaders, cookie: root, ...more }, body })
const put = (body: BodyInit) =>
  raw('PUT', results, body, { 'if-match': '"1"', 'idempotency-key': `key-${Math.random()}` })
const fieldsOf = async (answer: Response) =>
  readFailure(answer.status, await answer.json()).violations.map(({ field }) => field)

test('T33 a number that would be rounded to the id of another row is refused', async () => {
  const answer = await put('{"value":{"result_id":1e-400,"decision":2}}')
  expect(answer.status).toBe(400)
  expect(await fieldsOf(answer)).toEqual(['body'])
})

describe('T33 a key that stands twice in a body', () => {
  test.each([
    ['two decisions', '{"value":{"result_id":0,"decision":2,"decision":3}}', 'value.decision'],
    ['one decision, twice', '{"value":{"result_id":0,"decision":2,"decision":2}}', 'value.decision'],
    ['spelt another way', '{"value":{"result_id":0,"decision":2,"\\u0064ecision":3}}', 'value.decision'],
    ['two rows', '{"value":{"result_id":0,"notes":"x","result_id":1}}', 'value.result_id'],
    ['two whole changes', '{"value":{"result_id":0,"notes":"x"},"value":{"result_id":0}}', 'value'],
    [
      'two ids of a reviewer',
      '{"value":{"result_id":0,"reviewers":[{"user_type":"a","id":"b","id":"c"}]}}',
      'value.reviewers.0.id',
    ],
    ['a key that is not known', '{"value":{"result_id":0,"zq":1,"zq":2}}', 'body'],
    ['__proto__', '{"__proto__":1,"__proto__":2}', undefined],
  ])('%s: refused, named, and nothing is done', async (_, body, field) => {
    const answer = await put(body)
    expect(answer.status).toBe(400)
    expect(await fieldsOf(answer)).toEqual(field === undefined ? [] : [field])
    const { body: shown } = await server.send('GET', `${results}/0`, { ...pageHeaders, cookie: root })
    expect(shown).toMatchObject({ value: { version: 1, decision: 'RESULT_DECISION_NONE' } })
  })

  test('is told by its place where it may not be named, and not repeated', async () => {
    const answer = await put('{"value":{"zqmarker":1,"zqmarker":2}}')
    const text = await answer.text()
    expect(text).toContain('again at character 24')
    expect(text).not.toContain('zqmarker')
  })

  const withBody = Object.entries<Route>(routes).filter(([, route]) => route.body && !route.form)
  test.each(withBody)('is refused by %s', async (_, route) => {
    const body = JSON.stringify(route.body && sampleOf(route.body))
    const doubled = body === '{}' ? '{"x":1,"x":1}' : body.replace(/^\{("\w+":)/, '{$1null,$1')
    const path = route.path.replace('{leaf}', 'ui_customization_settings').replace(/\{\w+\}/g, 'c')
    const credentials: Readonly<Record<string, string>> =
      permissions[route.permission].roles.length === 0
        ? { authorization: `Bearer ${key}`, cookie: '' }
        : { cookie: await server.signIn('another', 'admin') }
    const answer = await raw(route.method, path, doubled, credentials)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('twice in one object')
  })
})

describe('a form', () => {
  const form = 'application/x-www-form-urlencoded'
  test.each(Object.entries<Route>(routes).filter(([, route]) => route.form))(
    'is all that %s takes, each field once, and no other call takes one',
    async (_, { method, path }) => {
      const send = (body: string, type: string, to: string = path) =>
        raw(method, to, body, { 'content-type': type })
      expect((await send('{"logout_token":"x"}', 'application/json')).status).toBe(415)
      expect((await send('logout_token=x', 'text/plain')).status).toBe(415)
      const twice = await send('logout_token=x&logout_token=y', form)
      expect([twice.status, await twice.text()]).toEqual([
        400,
        expect.stringContaining('holds a field twice'),
      ])
      expect((await send('logout_token=%00', form)).status).toBe(400)
      expect((await send('a=b', form, '/app/v1/session')).status).toBe(415)
    },
  )
})

describe('a body', () => {
  test('T33 whose bytes are not UTF-8 is refused, and not taken with other letters', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"value":{"result_id":0,"notes":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}}'),
    ])
    const answer = await put(new Uint8Array(bytes))
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('UTF-8')
  })

  test('in which only texts look like keys is taken', async () => {
    const answer = await put('{"value":{"result_id":0,"notes":"\\"a\\":1, \\"a\\":2 :"}}')
    expect(answer.status).toBe(200)
  })
})
