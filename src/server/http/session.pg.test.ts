import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startImport } from '#server/store/activity/imports.ts'
import { aUser, insertPeople, insertWorkflow } from '#testing/review-data.ts'
import { rawRequest } from '#testing/raw-http.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertPeople(server.database.store.db, [aUser('real')], ['admin'])
  await server.signInDemo('ana', 'reviewer')
  await server.signInDemo('omar', 'operator', 'admin')
})
afterAll(() => server.close())

const start = (body: unknown, cookie?: string) =>
  server.send('POST', '/app/v1/session', { ...pageHeaders, ...(cookie ? { cookie } : {}) }, body)
const account = (id: string) => ({ account: { user_type: 'localCookieUser', id } })
const cookieOf = ({ headers }: Answer) => headers.get('set-cookie')?.split(';')[0] ?? ''
const whoIs = async (cookie: string) => {
  const { status, body } = await server.send('GET', '/app/v1/session', { ...pageHeaders, cookie })
  return status === 200 ? (body as { value: { actor: unknown } }).value.actor : status
}
const db = () => server.database.store.db

describe('a session', () => {
  test('without an account is the local auditor', async () => {
    const cookie = cookieOf(await start({}))
    expect(await whoIs(cookie)).toMatchObject({
      name: 'local auditor',
      roles: ['auditor'],
      user: { user_type: 'localCookieUser', id: 'local' },
    })
  })

  test('with an account of the demonstration is that person with all their roles', async () => {
    const cookie = cookieOf(await start(account('omar')))
    expect(await whoIs(cookie)).toMatchObject({
      user: { id: 'omar', email: 'omar@example.com' },
      roles: ['admin', 'operator'],
    })
  })

  test('is not given for a real person or one that does not exist, in the same words', async () => {
    const [real, none] = [await start(account('real')), await start(account('nobody'))]
    expect([real.status, none.status]).toEqual([404, 404])
    expect({ ...(real.body as object), request_id: '' }).toEqual({ ...(none.body as object), request_id: '' })
  })

  test('ends where another begins in the same browser, and when it is ended', async () => {
    const first = cookieOf(await start(account('ana')))
    const second = cookieOf(await start(account('omar'), first))
    expect(await whoIs(first)).toBe(401)
    const ended = await server.send('POST', '/app/v1/session:end', { ...pageHeaders, cookie: second }, {})
    expect(ended.status).toBe(200)
    expect(ended.headers.get('set-cookie')).toMatch(/^countersign=;.*Expires=Thu, 01 Jan 1970/)
    expect(await whoIs(second)).toBe(401)
  })

  test('follows the directory: other roles at once, and none when the person has none or is gone', async () => {
    const cookie = cookieOf(await start(account('ana')))
    const holding = (roles: string[]) =>
      db().updateTable('person').set({ roles }).where('id', '=', 'ana').execute()
    await holding(['auditor'])
    expect(await whoIs(cookie)).toMatchObject({ roles: ['auditor'] })
    await holding([])
    expect(await whoIs(cookie)).toBe(401)
    await holding(['reviewer'])
    expect(await whoIs(cookie)).toMatchObject({ roles: ['reviewer'] })
    await db().deleteFrom('person').where('id', '=', 'ana').execute()
    expect(await whoIs(cookie)).toBe(401)
  })
})

describe('the accounts of the demonstration', () => {
  const list = '/app/v1/accounts'

  test('are shown on this machine, without real people and the local auditor', async () => {
    const { body } = await server.get(list)
    expect((body as { values: { id: string }[] }).values).toMatchObject([
      { id: 'omar', roles: ['operator', 'admin'] },
    ])
  })

  test('are an empty list through a proxy and at an address that others can reach, and cannot be used', async () => {
    const forwarded = { 'x-forwarded-for': '203.0.113.9' }
    expect((await server.send('GET', list, forwarded)).body).toMatchObject({ values: [] })
    const used = await server.send(
      'POST',
      '/app/v1/session',
      { ...pageHeaders, ...forwarded },
      account('omar'),
    )
    expect(used.status).toBe(403)
    const open = await startServer(inject('postgresUrl'), { publicUrl: 'https://audit.example' })
    const answer = await rawRequest(
      open.port,
      `GET ${list} HTTP/1.1\r\nhost: audit.example\r\nconnection: close\r\n\r\n`,
    )
    expect(JSON.parse(answer.body)).toMatchObject({ values: [] })
    await open.close()
  })
})

describe("a key never exceeds its owner's roles", () => {
  const activity = '/api/private/lifecycle_management/action_events'
  const workflows = '/api/preview/awf/workflows'

  test('a reviewer with every scope still reads no activity; a demotion takes effect at once', async () => {
    await server.signIn('rita', 'operator')
    const key = await server.keyOf(aUser('rita'), 'activity:read', 'reviews:read', 'hooks:write')
    await server.signIn('rita', 'reviewer')
    expect((await server.get(activity, key)).status).toBe(403)
    expect((await server.get(workflows, key)).status).toBe(200)
    await server.signIn('rita', 'auditor')
    expect((await server.get(activity, key)).status).toBe(200)
    await db().updateTable('person').set({ roles: [] }).where('id', '=', 'rita').execute()
    const refused = await server.get(workflows, key)
    expect(refused.status).toBe(401)
    expect(refused.body).toMatchObject({
      message: 'The owner of this API key has no access to this server any more.',
    })
  })

  test('an admin with one scope has that scope only', async () => {
    const key = await server.keyOf(aUser('omar'), 'reviews:read')
    expect((await server.get(workflows, key)).status).toBe(200)
    expect((await server.get(activity, key)).status).toBe(403)
    expect((await server.get('/app/v1/people', key)).status).toBe(403)
  })
})

test('T52 a session says to everybody that data of the demonstration is there, and for as long as it is', async () => {
  const cookies = [cookieOf(await start({})), await server.signIn('rita', 'reviewer')]
  const said = () =>
    Promise.all(
      cookies.map(async (cookie) => {
        const { body } = await server.send('GET', '/app/v1/session', { ...pageHeaders, cookie })
        return (body as { value: { demo: unknown } }).value.demo
      }),
    )
  expect(await said()).toEqual([false, false])
  const run = await startImport(db(), { fileName: 'demonstration', demo: true })
  expect(await said()).toEqual([true, true])
  await db()
    .updateTable('import_run')
    .set({ removed_at: new Date().toISOString() })
    .where('id', '=', run)
    .execute()
  expect(await said()).toEqual([false, false])
  await insertWorkflow(db(), { workflow_id: 'made-up' })
  await db().updateTable('workflow').set({ demo: true }).execute()
  expect(await said()).toEqual([true, true])
  await db().deleteFrom('workflow').execute()
  expect(await said()).toEqual([false, false])
})
