import { once } from 'node:events'
import { request } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const db = () => server.database.store.db
const setting = '/api/private/workflows/access/global_settings/staff_decides'
const body = JSON.stringify({ value: { staff_decides: true } })

/** Sends the head of a request, does something once the server has it, and sends the body then. */
async function heldBack(headers: Readonly<Record<string, string>>, meanwhile: () => Promise<unknown>) {
  const sent = request(server.url + setting, {
    method: 'PUT',
    headers: { ...pageHeaders, ...headers, 'content-length': String(body.length), expect: '100-continue' },
  })
  sent.flushHeaders()
  await once(sent, 'continue')
  // What came before is answered before.
  await server.get('/app/v1/accounts')
  await meanwhile()
  const answered = once(sent, 'response')
  sent.end(body)
  const [answer]: { statusCode?: number; resume(): void }[] = await answered
  answer?.resume()
  return answer?.statusCode
}

const settings = async () => (await sql`SELECT * FROM review_setting`.execute(db())).rows

describe('a request whose body comes late', () => {
  test('does what it asks for while its person may', async () => {
    const cookie = await server.signIn('ada', 'admin')
    expect(await heldBack({ cookie }, () => Promise.resolve())).toBe(200)
    expect(await settings()).toHaveLength(1)
    await sql`DELETE FROM review_setting`.execute(db())
  })

  test('does nothing once the session is over, the person deactivated or their role gone', async () => {
    const over = await server.signIn('bea', 'admin')
    const token = over.slice(over.indexOf('=') + 1)
    expect(await heldBack({ cookie: over }, () => server.people.endSession(token))).toBe(401)
    const deactivated = await server.signIn('cem', 'admin')
    const deactivate = () => sql`UPDATE person SET deactivated_at = now() WHERE id = 'cem'`.execute(db())
    expect(await heldBack({ cookie: deactivated }, deactivate)).toBe(401)
    const demoted = await server.signIn('dai', 'admin')
    const demote = () => sql`UPDATE person SET roles = '{auditor}' WHERE id = 'dai'`.execute(db())
    expect(await heldBack({ cookie: demoted }, demote)).toBe(403)
    expect(await settings()).toEqual([])
  })

  test('does nothing once its key is revoked', async () => {
    await server.signIn('eli', 'admin')
    const key = await server.keyOf({ user_type: 'localCookieUser', id: 'eli' }, 'reviews:settings')
    const revoke = () => sql`UPDATE api_key SET revoked_at = now() WHERE owner = 'eli'`.execute(db())
    expect(await heldBack({ authorization: `Bearer ${key}` }, revoke)).toBe(401)
    expect(await settings()).toEqual([])
  })
})
