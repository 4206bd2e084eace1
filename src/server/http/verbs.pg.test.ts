import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { permissions, scopes } from '#contract/permissions.ts'
import type { Route } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { rawGet } from '#testing/raw-http.ts'
import { aUser } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let key: string
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await server.signIn('root', 'admin')
  key = await server.keyOf(aUser('root'), ...scopes)
})
afterAll(() => server.close())

const withVerb = Object.entries<Route>(routes).filter(([, { path }]) => path.includes(':'))

test.each(withVerb)('T35 %s is the same call when its colon comes encoded', async (name, route) => {
  const { method, permission, body } = route
  const path = route.path.replace(/\{\w+\}/g, 'x')
  const answerTo = async (asked: string) => {
    const credentials: Readonly<Record<string, string>> =
      permissions[permission].roles.length === 0
        ? { authorization: `Bearer ${key}` }
        : { cookie: await server.signIn('root', 'admin') }
    // What is made is made once.
    const headers = { ...pageHeaders, ...credentials, 'idempotency-key': `test of ${name}` }
    const answer = await server.send(method, asked, headers, body ? {} : undefined)
    const { request_id: _id, timestamp: _at, ...said } = answer.body as Readonly<Record<string, unknown>>
    // How many others there were to end is another number each time.
    return {
      status: answer.status,
      said: name === 'endOtherSessions' ? {} : said,
      allow: answer.headers.get('allow'),
    }
  }
  const plain = await answerTo(path)
  expect(plain.said).not.toMatchObject({ message: 'There is nothing at this path.' })
  expect(await answerTo(path.replace(':', '%3A'))).toEqual(plain)
  expect(await answerTo(path.replace(':', '%3a'))).toEqual(plain)
})

test('T35 a colon in a name is the same, encoded or not, and one that is encoded twice is another', async () => {
  const named = (action_name: string) => anEvent({ policy_task: 'task:1', action_name })
  await insertEvents(server.database.store.db, [named('a:origin'), named('b%3Ac')])
  const list = '/api/private/lifecycle_management/action_events'
  const found = async (path: string) => {
    const { body } = await rawGet(server.port, `${list}/${path}`, { authorization: `Bearer ${key}` })
    return (JSON.parse(body) as { value?: { action_name: string } }).value?.action_name
  }
  expect(await found('task:1/a:origin')).toBe('a:origin')
  expect(await found('task%3A1/a%3aorigin')).toBe('a:origin')
  expect(await found('task%3A1/b%253Ac')).toBe('b%3Ac')
  expect(await found('task%3A1/b%3Ac')).toBeUndefined()
})
