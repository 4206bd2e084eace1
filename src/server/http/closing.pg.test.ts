import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { expect, inject, test } from 'vitest'
import { insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer } from '#testing/start-server.ts'

const list = '/api/private/lifecycle_management/action_events'

test('a server that closes answers what is under way and does not wait for its connection to idle away', async () => {
  const server = await startServer(inject('postgresUrl'))
  const key = await server.key('activity:read')
  const blocker = await server.database.store.database.openClient('closing test')
  await blocker.query('BEGIN')
  await blocker.query('LOCK TABLE action_event')
  const agent = new Agent({ keepAlive: true })
  const request = get(server.url + list, { agent, headers: { authorization: `Bearer ${key}` } })
  const answered = once(request, 'response')
  await waiting(() => blocker.query('SELECT FROM pg_locks WHERE NOT granted'))
  const closed = server.close()
  await blocker.query('COMMIT')
  await blocker.end()
  const [response] = await answered
  response.resume()
  expect(response.statusCode).toBe(200)
  await closed
  agent.destroy()
}, 20_000)

test('T07 a stream that is asked for as the server begins to close does not keep it open', async () => {
  const server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w1' })
  await insertCertification(db, { certification_id: 'c1', workflow_id: 'w1' }, [])
  const key = await server.key('reviews:read')
  const blocker = await server.database.store.database.openClient('closing test')
  await blocker.query('BEGIN')
  await blocker.query('LOCK TABLE api_key')
  const asked = fetch(`${server.url}/app/v1/certifications/c1/changes`, {
    headers: { authorization: `Bearer ${key}` },
  })
  await waiting(() => blocker.query('SELECT FROM pg_locks WHERE NOT granted'))
  const closed = server.close()
  await blocker.query('COMMIT')
  await blocker.end()
  const response = await asked
  await response.body?.cancel()
  await closed
  expect(response.status).toBe(503)
}, 20_000)

/** Until the request stands at the lock. */
async function waiting(look: () => Promise<{ rowCount: number | null }>): Promise<void> {
  while ((await look()).rowCount === 0) await new Promise((next) => setTimeout(next, 20))
}
