import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

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
    aRow({ reviewers: [aUser('ana')] }),
    aRow({ reviewers: [aUser('ana'), aUser('ben')] }),
  ])
})
afterAll(() => server.close())

async function open(cookie: string, to = server) {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const headers = { ...pageHeaders, cookie }
  const response = await fetch(`${to.url}/app/v1/certifications/c1/changes`, { headers, signal: stop.signal })
  return { response, stop: () => stop.abort() }
}

/** Reads a stream until what came fits, and returns it. */
async function until({ body }: Response, wanted: RegExp): Promise<string> {
  let text = ''
  if (!body) throw new Error('the answer has no body')
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    text += piece
    if (wanted.test(text)) return text
  }
  return `${text}[end]`
}

function decide(cookie: string, result_id: number, decision: string) {
  const headers = { ...pageHeaders, cookie, 'if-match': '*', 'idempotency-key': `key-${Math.random()}` }
  return server.send('PUT', '/api/preview/awf/certifications/c1/results', headers, {
    value: { result_id, decision },
  })
}

describe('the stream of changes', () => {
  test('tells of the rows that the reader sees, and of no others', async () => {
    const { response } = await open(ben)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect((await decide(ana, 0, 'ACCEPTED')).status).toBe(200)
    expect((await decide(ana, 1, 'ACCEPTED')).status).toBe(200)
    const text = await until(response, /data: .*\n\n/)
    const events = [...text.matchAll(/event: rows\ndata: (.*)\n\n/g)].map(([, data = '']) => JSON.parse(data))
    expect(events).toEqual([
      { certification_id: 'c1', rows: [{ result_id: 1, version: 2, by: 'ana' }], gone: [] },
    ])
  })

  test('ends some seconds after its session, and when its reader is somebody else by then', async () => {
    const cookie = await server.signIn('cleo', 'auditor')
    const { response } = await open(cookie)
    await server.send('POST', '/app/v1/session:end', { ...pageHeaders, cookie }, {})
    const again = await open(await server.signIn('cleo', 'auditor'))
    await server.signIn('cleo', 'reviewer')
    expect(await until(response, /never/)).toMatch(/\[end\]$/)
    expect(await until(again.response, /never/)).toMatch(/\[end\]$/)
  }, 30_000)

  test('is recorded as a read', async () => {
    const { db } = server.database.store
    await expect
      .poll(() =>
        db.selectFrom('access_log').selectAll().where('action', '=', 'watchCertification').execute(),
      )
      .not.toHaveLength(0)
  })

  test('is open at most eight times for one session; one that was left makes room', async () => {
    const streams = []
    for (let count = 0; count < 8; count++) streams.push(await open(ana))
    expect(streams.map(({ response }) => response.status)).toEqual(Array(8).fill(200))
    expect((await open(ana)).response.status).toBe(429)
    expect((await open(ben)).response.status).toBe(200)
    streams[0]?.stop()
    await expect.poll(async () => (await open(ana)).response.status).toBe(200)
  })

  test('T32 is open at most eight times for all keys of one person', async () => {
    const keyOf = (id: string) => server.keyOf(aUser(id), 'reviews:read')
    const keys = [await keyOf('ana'), await keyOf('ana')]
    const statusOf = async (key: string | undefined) => {
      const stop = new AbortController()
      onTestFinished(() => stop.abort())
      const headers = { authorization: `Bearer ${key}` }
      const { status } = await fetch(`${server.url}/app/v1/certifications/c1/changes`, {
        headers,
        signal: stop.signal,
      })
      return status
    }
    for (let count = 0; count < 8; count++) expect(await statusOf(keys[count % 2])).toBe(200)
    expect(await statusOf(keys[0])).toBe(429)
    expect(await statusOf(await keyOf('ben'))).toBe(200)
  })

  test('needs a session or a key, and a certification that one can name', async () => {
    const of = async (path: string, headers: Record<string, string>) =>
      (await server.send('GET', path, { ...pageHeaders, ...headers })).status
    expect(await of('/app/v1/certifications/c1/changes', {})).toBe(401)
    expect(await of('/app/v1/certifications/nothing/changes', { cookie: ana })).toBe(404)
    expect(await of('/app/v1/certifications/a%00b/changes', { cookie: ana })).toBe(400)
    expect(await of('/app/v1/certifications/c1/changes?since=1', { cookie: ana })).toBe(400)
    const posted = await server.send(
      'POST',
      '/app/v1/certifications/c1/changes',
      { ...pageHeaders, cookie: ana },
      {},
    )
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    const key = await server.keyOf(aUser('ana'), 'reviews:decide')
    expect(await of('/app/v1/certifications/c1/changes', { authorization: `Bearer ${key}` })).toBe(403)
  })
})

test('a server that closes ends its streams', async () => {
  const other = await startServer(inject('postgresUrl'))
  const cookie = await other.signIn('root', 'admin')
  await insertWorkflow(other.database.store.db, { workflow_id: 'w1' })
  await insertCertification(other.database.store.db, { certification_id: 'c1', workflow_id: 'w1' }, [aRow()])
  const { response } = await open(cookie, other)
  const text = until(response, /never/)
  await other.close()
  expect(await text).toBe('retry: 3000\n\n[end]')
})

test('a server closes though a connection is open on which nothing was asked', async () => {
  const other = await startServer(inject('postgresUrl'))
  const socket = connect(other.port, '127.0.0.1')
  await once(socket, 'connect')
  await other.close()
  socket.destroy()
})
