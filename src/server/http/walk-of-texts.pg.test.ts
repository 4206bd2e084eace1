import * as z from 'zod/mini'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { permissions, scopes } from '#contract/permissions.ts'
import type { Route } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { settingSchemas } from '#contract/reviews/review-settings.ts'
import { rawRequest } from '#testing/raw-http.ts'
import { sampleOf, textPlaces, withAt } from '#testing/request-texts.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let key: string
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await server.signIn('ana', 'reviewer')
  await server.signIn('root', 'admin')
  key = await server.keyOf(aUser('root'), ...scopes)
  await insertWorkflow(db, { workflow_id: 'w' })
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, [
    aRow({ reviewers: [aUser('ana')] }),
  ])
})
afterAll(() => server.close())

/** Texts that a database, a driver or a parser could stumble over: as they are, and as they stand in an address. */
const texts = {
  NUL: { text: 'a\u0000b', encoded: 'a%00b' },
  'U+FFFE': { text: 'a\ufffeb', encoded: 'a%EF%BF%BEb' },
  'half of a surrogate pair': { text: 'a\ud800b', encoded: 'a%ED%A0%80b' },
  'a million letters': { text: 'x'.repeat(1_000_000), encoded: 'x'.repeat(1_000_000) },
  'as many as headers may have': { text: 'é'.repeat(100_000), encoded: 'x'.repeat(120_000) },
} as const
const kinds = Object.keys(texts) as (keyof typeof texts)[]

type Sent = { readonly place: string; readonly target: string; readonly body: string | undefined }
type Parts = { readonly params: unknown; readonly query: unknown; readonly body: unknown }

/** Every request of a route in which one text is the given one, as it goes over the wire. */
function requestsOf(route: Route, kind: keyof typeof texts): Sent[] {
  const { text, encoded } = texts[kind]
  const [params, body] = [route.params, route.body].map((part) => part && sampleOf(part))
  const usual: Parts = { params, query: undefined, body }
  const inParams = (route.params ? textPlaces(route.params) : []).map((path) =>
    sent(route, `path ${path.join('.')}`, { ...usual, params: withAt(params, path, encoded) }),
  )
  // Each parameter alone, so that none is refused for the sake of another.
  const inQuery = (route.query ? textPlaces(route.query) : []).map((path) =>
    sent(route, `query ${path.join('.')}`, { ...usual, query: { [String(path[0])]: encoded } }),
  )
  const inBody = (route.body ? textPlaces(route.body) : []).map((path) =>
    sent(route, `body ${path.join('.')}`, { ...usual, body: withAt(body, path, text) }),
  )
  return [...inParams, ...inQuery, ...inBody]
}

function sent(route: Route, place: string, { params, query, body }: Parts): Sent {
  const given = (params ?? {}) as Readonly<Record<string, string>>
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? '')
  const search = Object.entries((query ?? {}) as Readonly<Record<string, string>>).map((pair) =>
    pair.join('='),
  )
  return {
    place,
    target: search.length > 0 ? `${path}?${search.join('&')}` : path,
    body: body === undefined ? undefined : JSON.stringify(body),
  }
}

async function statusOf(
  method: string,
  { target, body = '' }: Sent,
  credentials: Readonly<Record<string, string>>,
) {
  const headers = {
    ...pageHeaders,
    ...credentials,
    host: `127.0.0.1:${server.port}`,
    connection: 'close',
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return (await rawRequest(server.port, `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`))
    .status
}

/** The requests of a route that were not answered, or by a failure of the server. */
async function failures(route: Route, kind: keyof typeof texts): Promise<string[]> {
  const wrong: string[] = []
  for (const request of requestsOf(route, kind)) {
    const status = await statusOf(route.method, request, await credentialsFor(route))
    if (!(status >= 200 && status < 500)) wrong.push(`${status} ${request.place}`)
  }
  return wrong
}

async function credentialsFor({ permission }: Route): Promise<Readonly<Record<string, string>>> {
  if (permissions[permission].roles.length === 0) return { authorization: `Bearer ${key}` }
  return { cookie: await server.signIn('root', 'admin') }
}

describe.each(Object.entries<Route>(routes))('T29 %s', (_, route) => {
  test('takes the usual request of this walk, so that nothing but the text is in its way', () => {
    for (const part of ['params', 'query', 'body'] as const) {
      const schema = route[part]
      if (schema) expect(schema.safeParse(sampleOf(schema)).error, part).toBeUndefined()
    }
  })

  test.each(kinds)('with %s in each of its texts fails in none', async (kind) => {
    expect(await failures(route, kind)).toEqual([])
  })
})

const withSetting = (value: z.ZodMiniType) => z.strictObject({ workflow_id: z.optional(z.string()), value })
const leaves = Object.entries(settingSchemas).map(([leaf, value]) => ({ leaf, value }))
describe.each(leaves)('T29 putSetting of $leaf', ({ leaf, value }) => {
  const path = routes.putSetting.path.replace('{leaf}', leaf) as `/${string}`
  const { params: _, ...putSetting } = routes.putSetting
  const route = { ...putSetting, path, body: withSetting(value) }
  test.each(kinds)('with %s in each of its texts fails in none', async (kind) => {
    expect(await failures(route, kind)).toEqual([])
  })
})
