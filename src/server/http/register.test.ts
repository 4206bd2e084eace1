import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import Fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { Route } from '#contract/route.ts'
import { aUser } from '#testing/review-data.ts'
import type { Handlers } from '../handlers/handlers.ts'
import type { People } from '../auth/people.ts'
import { refused } from '../refused.ts'
import { callOf } from './call.ts'
import { closeWithoutWaiting } from './closing.ts'
import { registerErrors } from './errors.ts'
import { createEventStreams } from './event-streams.ts'
import { registerGuard } from '../auth/guard.ts'
import { registerHeaders } from './headers.ts'
import { registerRoutes } from './register.ts'
import type { InTurn } from './turns.ts'

const isLocal = () => false

const Thing = z.strictObject({ id: z.string() })
const own = { permission: 'reviews:read', documented: false, summary: '' } as const
const table = {
  createThing: { ...own, method: 'POST', path: '/app/v1/things', body: Thing, reply: Thing, status: 201 },
  removeThing: {
    ...own,
    method: 'DELETE',
    path: '/app/v1/things/{id}',
    params: Thing,
    reply: { kind: 'empty' },
  },
  saveThing: {
    ...own,
    method: 'GET',
    path: '/app/v1/things/{id}:download',
    params: Thing,
    reply: { kind: 'file', types: ['text/csv', 'application/pdf'] },
  },
  findThing: { ...own, method: 'GET', path: '/app/v1/things:latest', reply: { kind: 'redirect' } },
  watchThings: {
    ...own,
    method: 'GET',
    path: '/app/v1/things/changes',
    reply: { kind: 'events', event: 'thing', data: Thing },
  },
} as const satisfies Record<string, Route>

const caller = { id: 'ana', name: 'Ana', user: aUser('ana'), roles: ['reviewer'] } as const
const people: People = {
  findSession: (token) => Promise.resolve(token === 's' ? { ...caller, via: 'session' } : undefined),
  findKey: () => Promise.resolve({ ...caller, via: 'key', scopes: ['reviews:read'] }),
  isEntranceOpen: () => Promise.resolve(true),
  hasAdmin: () => Promise.resolve(true),
  whyClosed: () => Promise.resolve(undefined),
  hasAccount: () => Promise.resolve(true),
  startSession: () => Promise.resolve(undefined),
  endSession: () => Promise.resolve(),
  listAccounts: () => Promise.resolve([]),
}
const atOnce: InTurn = (_, __, work) => work()
const withKey = { authorization: 'Bearer key' }

/** What the handlers below do and have seen; each test starts anew. */
let file: { type: 'text/csv' | 'application/pdf'; name: string; content: Readable }
let removed: string[]
let recorded: string[]
let emit: (event: { id: string }) => void
let watching: AbortSignal | undefined
let created: unknown

const handlers: Handlers<typeof table> = {
  createThing: () => Promise.resolve(created as { id: string }),
  removeThing: async ({ params }) => {
    removed.push(params.id)
  },
  saveThing: () => Promise.resolve(file),
  findThing: () => Promise.resolve({ location: '/app/v1/things/7' }),
  watchThings: () =>
    Promise.resolve((send, signal) => {
      emit = send
      watching = signal
      return created === 'nothing' ? Promise.reject(refused('NotFound', 'no things')) : Promise.resolve()
    }),
}

const callOptions = {
  isLocal,
  cookie: { name: 'countersign', secure: false },
  providerCookie: 'countersign-oidc',
  clock: () => new Date(),
  publicUrl: undefined,
}

async function plantedApp() {
  const app = Fastify()
  registerErrors(app)
  closeWithoutWaiting(app)
  registerHeaders(app, false)
  await app.register(cookie)
  await app.register(rateLimit, { global: false })
  await app.register(compress, { global: true, encodings: ['gzip', 'identity'] })
  const rate = { perSecond: 1000, burst: 1000 }
  const askAgain = registerGuard(app, {
    people,
    cookieName: 'countersign',
    rate,
    actorHash: ({ id }) => id,
    isLocal,
  })
  registerRoutes(app, {
    askAgain,
    table,
    handlers,
    sendEvents: createEventStreams(app, people, 'countersign', atOnce),
    inTurn: atOnce,
    checkReplies: true,
    record: async (name) => {
      recorded.push(name)
    },
    callOf: (request, reply) => callOf(callOptions, request, reply),
  })
  return app
}

let app: Awaited<ReturnType<typeof plantedApp>>
beforeEach(async () => {
  file = { type: 'text/csv', name: 'things 2026.csv', content: Readable.from(['id\r\n', '7\r\n']) }
  removed = []
  recorded = []
  watching = undefined
  created = { id: '7' }
  app = await plantedApp()
})
afterEach(() => app.close())

const get = (url: string) => app.inject({ method: 'GET', url, headers: withKey })

/** A request over a real connection, which its reader can leave. */
async function open(path: string) {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const stop = new AbortController()
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: withKey, signal: stop.signal })
  return { response, leave: () => stop.abort() }
}

describe('a JSON reply', () => {
  const create = () =>
    app.inject({ method: 'POST', url: '/app/v1/things', headers: withKey, payload: { id: '7' } })

  test('comes with the status of its route, and is recorded under the name of the call', async () => {
    const answer = await create()
    expect([answer.statusCode, answer.json()]).toEqual([201, { id: '7' }])
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    })
    expect(recorded).toEqual(['createThing'])
  })

  test('that does not fit the contract is a failure of the server', async () => {
    created = { id: 7 }
    expect((await create()).statusCode).toBe(500)
  })
})

describe('an empty reply', () => {
  const url = '/app/v1/things/a%2Fb'

  test('of a DELETE is 204 without a body', async () => {
    const answer = await app.inject({ method: 'DELETE', url, headers: withKey })
    expect([answer.statusCode, answer.body, removed]).toEqual([204, '', ['a/b']])
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['content-type']).toBeUndefined()
  })

  test('does not come to a call with a body that it does not take', async () => {
    for (const payload of ['{}', 'null']) {
      const headers = { ...withKey, 'content-type': 'application/json' }
      const answer = await app.inject({ method: 'DELETE', url, headers, payload })
      expect([answer.statusCode, answer.json().errors]).toEqual([
        400,
        [{ field: 'body', description: 'this call takes no body' }],
      ])
    }
    expect(removed).toEqual([])
  })

  test('comes to a page of ours, which has nothing to be JSON, and to no other', async () => {
    const page = { cookie: 'countersign=s', 'sec-fetch-site': 'same-origin' }
    const ours = { ...page, 'x-requested-with': 'countersign' }
    const status = async (headers: Record<string, string>, payload?: string) =>
      (await app.inject({ method: 'DELETE', url, headers, ...(payload ? { payload } : {}) })).statusCode
    expect(await status(page)).toBe(403)
    expect(await status({ ...ours, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await status({ ...ours, 'content-type': 'text/plain' }, '{}')).toBe(415)
    expect(removed).toEqual([])
    expect(await status(ours)).toBe(204)
    expect(removed).toEqual(['a/b'])
  })
})

test('a redirect is 303 with its address', async () => {
  const answer = await get('/app/v1/things:latest')
  expect([answer.statusCode, answer.body, answer.headers.location]).toEqual([303, '', '/app/v1/things/7'])
  expect(answer.headers['cache-control']).toBe('no-store')
})

describe('a file', () => {
  const url = '/app/v1/things/7:download'

  test('is streamed as an attachment that does nothing in a browser', async () => {
    const answer = await get(url)
    expect([answer.statusCode, answer.body]).toEqual([200, 'id\r\n7\r\n'])
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="things 2026.csv"',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    })
    file = { type: 'application/pdf', name: 'a.pdf', content: Readable.from([Buffer.from([0, 255])]) }
    const pdf = await get(url)
    expect([pdf.headers['content-type'], [...pdf.rawPayload]]).toEqual(['application/pdf', [0, 255]])
  })

  test('is not read on once its reader has left', async () => {
    file.content = new Readable({ read: (size) => void file.content.push(Buffer.alloc(size)) })
    const gone = once(file.content, 'close')
    const { response, leave } = await open(url)
    expect(response.headers.get('content-encoding')).toBe('gzip')
    leave()
    await gone
  })

  test('is not read for HEAD', async () => {
    const headers = { ...withKey, 'accept-encoding': 'gzip' }
    const answer = await app.inject({ method: 'HEAD', url, headers })
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
    expect(answer.headers['content-disposition']).toBe('attachment; filename="things 2026.csv"')
    expect(file.content.destroyed).toBe(true)
  })

  test.each(['a"b.csv', 'a\r\nb.csv', '../b.csv', '.csv', 'ä.csv', ''])(
    'is not sent under the name %j',
    async (name) => {
      file.name = name
      const answer = await get(url)
      expect([answer.statusCode, answer.headers['content-disposition']]).toEqual([500, undefined])
      expect(file.content.destroyed).toBe(true)
    },
  )
})

describe('events', () => {
  const url = '/app/v1/things/changes'

  test('are sent under their name as they are emitted, until the server closes', async () => {
    const { response } = await open(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    emit({ id: '1\n2' })
    emit({ id: '3' })
    const text = response.text()
    await app.close()
    expect(await text).toBe(
      'retry: 3000\n\nevent: thing\ndata: {"id":"1\\n2"}\n\nevent: thing\ndata: {"id":"3"}\n\n',
    )
    expect(watching?.aborted).toBe(true)
    expect(recorded).toEqual(['watchThings'])
  })

  test('that do not fit the contract are a failure of who emits them', async () => {
    const { leave } = await open(url)
    expect(() => emit({ id: 7 } as never)).toThrow()
    leave()
  })

  test('are not emitted any more once their reader has left', async () => {
    const { leave } = await open(url)
    expect(watching?.aborted).toBe(false)
    leave()
    if (watching && !watching.aborted) await once(watching, 'abort')
    expect(watching?.aborted).toBe(true)
  })

  test('that cannot begin are the refusal of the call', async () => {
    created = 'nothing'
    const answer = await get(url)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
    expect(watching?.aborted).toBe(true)
  })

  test('are not kept open for HEAD', async () => {
    const answer = await app.inject({ method: 'HEAD', url, headers: withKey })
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
    expect(watching?.aborted).toBe(true)
  })
})

describe('nothing else is served', () => {
  test.each([
    ['GET', '/app/v1/things/7', 'DELETE'],
    ['DELETE', '/app/v1/things', 'POST'],
    ['DELETE', '/app/v1/things/7:download', 'GET, HEAD'],
    ['POST', '/app/v1/things/changes', 'GET, HEAD'],
  ] as const)('%s %s is 405 and names what is there', async (method, url, allow) => {
    const answer = await app.inject({ method, url, headers: withKey })
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow])
  })

  test.each(['/app/v1/by-hand', '/api/by-hand', '/app/v1/things/:id/more'])(
    'a route %s beside the table keeps the server from starting',
    async (path) => {
      const other = Fastify()
      registerRoutes(other, {
        askAgain: () => Promise.resolve(),
        table,
        handlers,
        sendEvents: createEventStreams(other, people, 'countersign', atOnce),
        inTurn: atOnce,
        checkReplies: true,
        record: () => Promise.resolve(),
        callOf: (request, reply) => callOf(callOptions, request, reply),
      })
      expect(() => other.get(path, () => 'hello')).toThrow(/not in the table/)
      other.get('/assets/by-hand', () => 'hello')
      await other.close()
    },
  )
})
