import { activityRoutes } from '#contract/activity/activity-calls.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { sessionRoutes } from '#contract/session/session-calls.ts'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { ApiError, failureOf } from './api-error.ts'
import type { Client } from './client.ts'
import { createClient } from './client.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function clientOf(
  listener: RequestListener,
  options: Partial<Parameters<typeof createClient>[0]> = {},
): Promise<Client> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closers.push(() => server.close())
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return createClient({ fetch, base, ...options })
}

const ref = { workflow_task: 'a/b', action_name: '100% ?#' }
const event = {
  policy_task: 'a/b',
  action_name: '100% ?#',
  action_type: 'PAUSE',
  state: 'RUNNING',
  next_year: [1],
}
const session = {
  value: { actor: { id: 'local', name: 'Local auditor', roles: [] }, capabilities: { mode: 'local' } },
}
const failed = async (promise: Promise<unknown>) => failureOf(await promise.catch((error: unknown) => error))
const seen = (request: IncomingMessage) => `${request.method} ${request.url}`

describe('a reply', () => {
  test.each([
    ['wrapped', { value: event }],
    ['bare', event],
  ])('of a single object is read %s, keeping unknown keys', async (_, body) => {
    const requests: IncomingMessage[] = []
    const client = await clientOf((request, response) => {
      requests.push(request)
      response.end(JSON.stringify(body))
    })
    const { value } = await client.call(activityRoutes.getActionEvent, { params: ref })
    expect(value).toMatchObject({ ...event, started_at: null, messages: [] })
    expect(requests.map(seen)).toEqual([
      'GET /api/private/lifecycle_management/action_events/a%2Fb/100%25%20%3F%23',
    ])
    expect(requests[0]?.headers['x-requested-with']).toBe('countersign')
  })

  test('that does not match the contract is an error, also when it is not JSON', async () => {
    for (const body of ['{"values":[{"state":1}]}', '<html>hello</html>', '']) {
      const client = await clientOf((_, response) => void response.end(body))
      expect(await failed(client.call(activityRoutes.listActionEvents, { query: {} }))).toMatchObject({
        status: 200,
        code: 'contract-mismatch',
      })
    }
  })

  test('that is empty is undefined, and its call sends no body', async () => {
    const requests: IncomingMessage[] = []
    const client = await clientOf((request, response) => {
      requests.push(request)
      response.writeHead(requests.length === 1 ? 204 : 404).end()
    })
    const route = { ...sessionRoutes.getSession, method: 'DELETE', reply: { kind: 'empty' } } as const
    expect(await client.call(route, {})).toBeUndefined()
    expect(requests.map(seen)).toEqual(['DELETE /app/v1/session'])
    expect(requests[0]?.headers).not.toHaveProperty('content-type')
    expect(await failed(client.call(route, {}))).toMatchObject({ status: 404 })
  })
})

describe('a failure', () => {
  test('carries the vendor body: status, code, violations, span', async () => {
    const body = {
      code: 'InvalidArgument',
      message: 'Invalid Arguments',
      request_id: 'r1',
      details: [
        { field_violations: [{ field: 'filter', description: 'unknown field' }] },
        { message: 'There is no such field.', metadata: { start: '3', end: '7', code: 'unknown-field' } },
      ],
    }
    const client = await clientOf((_, response) => void response.writeHead(400).end(JSON.stringify(body)))
    expect(
      await failed(client.call(activityRoutes.listActionEvents, { query: { filter: 'no' } })),
    ).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
      message: 'There is no such field.',
      violations: [{ field: 'filter', description: 'unknown field' }],
      span: { start: 3, end: 7, code: 'unknown-field' },
    })
  })

  test('of something in between that answers HTML keeps its status', async () => {
    const client = await clientOf((_, response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'))
    expect(await failed(client.call(activityRoutes.listActionEvents, { query: {} }))).toMatchObject({
      status: 502,
    })
  })

  test('says how long to wait', async () => {
    const client = await clientOf((_, response) => void response.writeHead(429, { 'Retry-After': '7' }).end())
    const error: unknown = await client
      .call(activityRoutes.listActionEvents, { query: {} })
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ retryAfterMs: 7000 })
  })

  test('to reach the server, or to read the whole answer, has status 0', async () => {
    const nowhere = createClient({ fetch, base: 'http://127.0.0.1:1' })
    expect(await failed(nowhere.call(activityRoutes.listActionEvents, { query: {} }))).toMatchObject({
      status: 0,
      code: 'network',
    })
    const broken = await clientOf((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{')
      setImmediate(() => response.destroy())
    })
    expect(await failed(broken.call(activityRoutes.listActionEvents, { query: {} }))).toMatchObject({
      status: 0,
      code: 'network',
    })
  })

  test('because the caller gave up is the abort itself', async () => {
    const client = await clientOf(() => undefined)
    const stop = new AbortController()
    const call = client.call(activityRoutes.listActionEvents, { query: {} }, stop.signal)
    stop.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a change', () => {
  const change = { params: { certification_id: 'c-1' }, body: { value: { result_id: 1 } } }

  test('T08 says which version it is made on, under which key, and whose it is', async () => {
    const requests: IncomingMessage[] = []
    const client = await clientOf((request, response) => {
      requests.push(request)
      response.writeHead(200, { ETag: '"5"' }).end('{}')
    })
    const on = { version: 4, key: 'key-1', actor: 'hash-of-ada' }
    expect((await client.change(resultRoutes.updateResult, change, on)).version).toBe(5)
    expect(requests[0]?.headers).toMatchObject({
      'if-match': '"4"',
      'idempotency-key': 'key-1',
      'x-actor': 'hash-of-ada',
    })
  })

  test.each(['<h1>Sign in to this network</h1>', '', '[]', 'null', '{}'])(
    'T08 that something in between has answered, and not the server, counts as not answered: %j',
    async (body) => {
      const client = await clientOf((_, response) => void response.end(body))
      const on = { version: 4, key: 'key-1' }
      expect(await failed(client.change(resultRoutes.updateResult, change, on))).toMatchObject({ status: 0 })
    },
  )

  test('T08 that is refused for want of a session leads nobody away from the page; a reading does', async () => {
    const left: string[] = []
    const client = await clientOf((_, response) => void response.writeHead(401).end(), {
      mayOpen: () => false,
      onSignedOut: () => left.push('left'),
    })
    const on = { version: 4, key: 'key-1' }
    expect(await failed(client.change(resultRoutes.updateResult, change, on))).toMatchObject({ status: 401 })
    expect(left).toEqual([])
    expect(await failed(client.call(sessionRoutes.getSession, {}))).toMatchObject({ status: 401 })
    expect(left).toEqual(['left'])
  })

  test('T13 that is refused until a second factor is set up leads there', async () => {
    const left: string[] = []
    const body = {
      type: 'about:blank',
      title: 'no',
      status: 403,
      code: 'PermissionDenied',
      detail: 'no',
      reason: 'SECOND_FACTOR_MISSING',
    }
    const client = await clientOf((_, response) => void response.writeHead(403).end(JSON.stringify(body)), {
      onSignedOut: () => left.push('left'),
    })
    expect(await failed(client.call(sessionRoutes.getSession, {}))).toMatchObject({ status: 403 })
    expect(left).toEqual(['left'])
  })
})

describe('a missing session', () => {
  test('is opened once for calls made together, and they are sent again', async () => {
    const requests: string[] = []
    let open = false
    const client = await clientOf((request, response) => {
      requests.push(seen(request))
      if (request.method === 'POST') open = true
      if (!open) return void response.writeHead(401).end()
      return void response.end(JSON.stringify(request.method === 'POST' ? session : { values: [event] }))
    })
    await Promise.all([1, 2, 3].map(() => client.call(activityRoutes.listActionEvents, { query: {} })))
    expect(requests.filter((line) => line.startsWith('POST'))).toEqual(['POST /app/v1/session'])
  })

  test('that the server does not open is one clear failure', async () => {
    const client = await clientOf(
      (request, response) => void response.writeHead(request.method === 'POST' ? 403 : 401).end(),
    )
    expect(await failed(client.call(sessionRoutes.getSession, {}))).toMatchObject({
      status: 403,
      code: 'session-refused',
    })
  })

  test('is not asked for twice by one call', async () => {
    let posts = 0
    const client = await clientOf((request, response) => {
      if (request.method !== 'POST') return void response.writeHead(401).end()
      posts += 1
      return void response.end(JSON.stringify(session))
    })
    expect(await failed(client.call(sessionRoutes.getSession, {}))).toMatchObject({ status: 401 })
    expect(posts).toBe(1)
  })
})
