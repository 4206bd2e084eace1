import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { Session } from '#contract/session/session.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const results = '/api/preview/awf/certifications/c1/results'
let server: TestServer
let ana: string
let ben: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  ana = await server.signIn('ana', 'reviewer')
  ben = await server.signIn('ben', 'reviewer')
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w1' })
  await insertCertification(db, { certification_id: 'c1', workflow_id: 'w1' }, [
    aRow({ reviewers: [aUser('ana'), aUser('ben')] }),
  ])
})
afterAll(() => server.close())

const ask = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: unknown) =>
  server.send(method, path, { ...pageHeaders, ...headers }, body)

async function outboxOf(cookie: string) {
  const { body } = await ask('GET', '/app/v1/session', { cookie })
  const { outbox } = Session.parse((body as { value: unknown }).value)
  if (!outbox) throw new Error('the session came without an outbox')
  return outbox
}

const decision = { value: { result_id: 0, decision: 'RESULT_DECISION_ACCEPTED' } }
const conditions = () => ({ 'if-match': '"1"', 'idempotency-key': `key-${Math.random()}` })

describe('the outbox of a session', () => {
  test('T08 is the same in every session of a person, and nobody else has it', async () => {
    const first = await outboxOf(ana)
    expect(Buffer.from(first.key, 'base64')).toHaveLength(32)
    expect(await outboxOf(await server.signIn('ana', 'reviewer'))).toEqual(first)
    const other = await outboxOf(ben)
    expect(other.actor).not.toBe(first.actor)
    expect(other.key).not.toBe(first.key)
  })

  test('T08 is never given to an API key', async () => {
    const key = await server.keyOf(aUser('ana'), 'reviews:read', 'reviews:decide')
    const { status, body } = await server.get('/app/v1/session', key)
    expect(status).toBe(403)
    expect(JSON.stringify(body)).not.toContain('outbox')
  })
})

describe('a change that says whose it is', () => {
  const version = async () => (await ask('GET', `${results}/0`, { cookie: ana })).headers.get('etag')

  test('T08 is refused in the session of another person before anything is done', async () => {
    const { actor } = await outboxOf(ana)
    const answer = await ask('PUT', results, { cookie: ben, 'x-actor': actor, ...conditions() }, decision)
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ code: 'OtherAccount', details: [{ reason: 'OTHER_ACCOUNT' }] })
    expect(readFailure(403, answer.body)).toMatchObject({
      code: 'OtherAccount',
      message: 'This change belongs to another account.',
    })
    expect(await version()).toBe('"1"')
    const ended = await ask('POST', '/app/v1/session:end', { cookie: ben, 'x-actor': actor }, {})
    expect([ended.status, ended.headers.get('content-type')]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
    ])
    expect(readFailure(403, ended.body).code).toBe('OtherAccount')
    expect((await ask('GET', '/app/v1/session', { cookie: ben })).status).toBe(200)
  })

  test('T08 is refused to a key, and without a session the answer is 401 as ever', async () => {
    const { actor } = await outboxOf(ana)
    const authorization = `Bearer ${await server.keyOf(aUser('ana'), 'reviews:decide')}`
    const byKey = await server.send('PUT', results, { authorization, 'x-actor': actor }, decision)
    expect(byKey.status).toBe(403)
    const ended = await ask('PUT', results, { 'x-actor': actor, ...conditions() }, decision)
    expect(ended.status).toBe(401)
    expect(await version()).toBe('"1"')
  })

  test('T08 is made in their own session', async () => {
    const { actor } = await outboxOf(ana)
    const answer = await ask('PUT', results, { cookie: ana, 'x-actor': actor, ...conditions() }, decision)
    expect([answer.status, await version()]).toEqual([200, '"2"'])
  })
})
