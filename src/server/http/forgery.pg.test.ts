import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Route } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { providerRoutes } from '#contract/session/provider-calls.ts'
import { rawRequest } from '#testing/raw-http.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { sampleRequest } from '#testing/sample-request.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { tableHashes } from '#testing/table-hashes.ts'

let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await server.signIn('ana', 'reviewer')
  cookie = await server.signIn('root', 'admin')
  await insertWorkflow(db, { workflow_id: 'w' })
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, [
    aRow({ reviewers: [aUser('ana')] }),
  ])
})
afterAll(() => server.close())

const hashes = (but: 'reading' | 'nothing') =>
  tableHashes((text) => sql.raw(text).execute(server.database.store.db), but)

type Headers = Readonly<Record<string, string>>

/** The page's headers with some of them in another way, or gone. */
const pageBut = (...[name, text]: [string, string?]): Headers =>
  Object.fromEntries(
    Object.entries({ ...pageHeaders, [name]: text }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  )

/** What a page of somebody else can make a browser send, and the answer to it. */
const forgeries: Readonly<Record<string, { readonly headers: Headers; readonly status: number }>> = {
  'from another site': { headers: pageBut('sec-fetch-site', 'cross-site'), status: 403 },
  'from a sibling domain': { headers: pageBut('sec-fetch-site', 'same-site'), status: 403 },
  'from no page': { headers: pageBut('sec-fetch-site', 'none'), status: 403 },
  'from an unknown place': { headers: pageBut('sec-fetch-site'), status: 403 },
  'without our header': { headers: pageBut('x-requested-with'), status: 403 },
  'as plain text': { headers: pageBut('content-type', 'text/plain'), status: 415 },
  'as a form': { headers: pageBut('content-type', 'application/x-www-form-urlencoded'), status: 415 },
  'as a form with files': {
    headers: pageBut('content-type', 'multipart/form-data; boundary=x'),
    status: 415,
  },
  'of no type': { headers: pageBut('content-type'), status: 415 },
}

const refusals =
  /does not come from a page of this server|lacks the header that the page of this server sends|must be application\/json/

const named = Object.entries<Route>(routes)
const unsafe = named.filter(([name, { method }]) => method !== 'GET' && !Object.hasOwn(providerRoutes, name))

async function answerTo(route: Route, headers: Headers) {
  const { target, body = '{}' } = sampleRequest(route)
  const lines = Object.entries({
    host: `127.0.0.1:${server.port}`,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  })
  const head = lines.map(([name, text]) => `${name}: ${text}\r\n`).join('')
  return await rawRequest(server.port, `${route.method} ${target} HTTP/1.1\r\n${head}\r\n${body}`)
}

describe('CSRF: what a page of another site can make a browser send changes nothing', () => {
  test('two routes alone are not under the rule: a transaction, or the signature of the provider, proves them', () => {
    expect(Object.values(providerRoutes).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /auth/callback',
      'POST /auth/backchannel-logout',
    ])
    expect(unsafe.length).toBeGreaterThan(50)
  })

  test.each(Object.entries(forgeries))('every unsafe call %s is refused', async (_, forged) => {
    const before = await hashes('nothing')
    const wrong: string[] = []
    for (const [name, route] of unsafe)
      for (const credentials of [{ cookie }, {}]) {
        const { status, body } = await answerTo(route, { ...forged.headers, ...credentials })
        if (status !== forged.status || !refusals.test(body)) wrong.push(`${name}: ${status} ${body}`)
      }
    expect(wrong).toEqual([])
    expect(await hashes('nothing')).toEqual(before)
  })

  test('what keeps them out is the rule: as the page sends them, none is refused in this way', async () => {
    const wrong: string[] = []
    for (const [name, route] of unsafe) {
      const { body } = await answerTo(route, pageHeaders)
      if (refusals.test(body)) wrong.push(`${name}: ${body}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('P13: a GET changes nothing but the logs and when something was used last', () => {
  const reading = named.filter(([, { method }]) => method === 'GET')

  test('every GET of the table, by a session and by nobody', async () => {
    const before = await hashes('reading')
    const answered = new Set<string>()
    for (const [name, route] of reading)
      for (const credentials of [{}, { cookie }]) {
        const { target } = sampleRequest(route)
        const signal = new AbortController()
        const answer = await fetch(server.url + target, {
          headers: { ...pageHeaders, ...credentials },
          redirect: 'manual',
          signal: signal.signal,
        })
        // A stream of events does not end.
        if ('kind' in route.reply && route.reply.kind === 'events') signal.abort()
        else await answer.arrayBuffer()
        if (answer.ok) answered.add(name)
      }
    expect(answered.size).toBeGreaterThan(reading.length / 2)
    expect(await hashes('reading')).toEqual(before)
  })
})
