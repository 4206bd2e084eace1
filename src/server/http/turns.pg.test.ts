import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify from 'fastify'
import { type Kysely, sql } from 'kysely'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import type { Schema } from '../store/database/schema.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { aUser } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { createTurns } from './turns.ts'

const list = '/api/private/lifecycle_management/action_events'
type Db = Kysely<Schema>

async function started(waitMs: number): Promise<TestServer> {
  const server = await startServer(inject('postgresUrl'), { turns: { atOnce: 4, waitMs } })
  onTestFinished(() => server.close())
  await insertEvents(server.database.store.db, [anEvent()])
  return server
}

/** Keeps every list of events waiting in the database until `work` is done. */
async function whileListsWait(server: TestServer, work: (db: Db) => Promise<void>): Promise<void> {
  const { db } = server.database.store
  await db.transaction().execute(async (lock) => {
    await sql`LOCK TABLE action_event`.execute(lock)
    await work(db)
  })
}

async function listsInDatabase(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::integer AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(db)
  return rows[0]?.n ?? 0
}

const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status)

describe('T32 one caller', () => {
  test('has four requests in the database, by all keys and sessions together, and another one their own', async () => {
    const server = await started(10_000)
    const cookie = await server.signIn('ana', 'auditor')
    await server.signIn('ben', 'auditor')
    const keyOf = (id: string) => server.keyOf(aUser(id), 'activity:read')
    const [one, two, bens] = [await keyOf('ana'), await keyOf('ana'), await keyOf('ben')]
    const ways = [
      () => server.get(list, one),
      () => server.get(list, two),
      () => server.send('GET', list, { ...pageHeaders, cookie }),
    ]
    const asked: Promise<Answer>[] = []
    await whileListsWait(server, async (db) => {
      for (let count = 0; count < 4; count++) for (const ask of ways) asked.push(ask())
      await expect.poll(() => listsInDatabase(db)).toBe(4)
      asked.push(server.get(list, bens))
      await expect.poll(() => listsInDatabase(db)).toBe(5)
    })
    expect(statuses(await Promise.all(asked))).toEqual(Array(13).fill(200))
  })

  test('whose request waits too long is told when to come back, and what has begun is answered', async () => {
    const server = await started(100)
    await server.signIn('ana', 'auditor')
    const key = await server.keyOf(aUser('ana'), 'activity:read')
    const asked: Promise<Answer>[] = []
    await whileListsWait(server, async () => {
      for (let count = 0; count < 5; count++) asked.push(server.get(list, key))
      const first = await Promise.race(asked)
      expect(first.status).toBe(429)
      expect(first.headers.get('retry-after')).toBe('1')
      expect(first.body).toMatchObject({ code: 'ResourceExhausted' })
    })
    expect(statuses(await Promise.all(asked)).toSorted((one, two) => one - two)).toEqual([
      200, 200, 200, 200, 429,
    ])
  })

  test('who has gone does not wait any more, and keeps nobody waiting', async () => {
    const app = Fastify()
    onTestFinished(() => app.close())
    app.decorateRequest('actor', undefined)
    const inTurn = createTurns({ atOnce: 1, waitMs: 60_000 })
    const worked: string[] = []
    const arrived: Record<string, () => void> = {}
    const closed: Record<string, Promise<unknown>> = {}
    let finish = () => {}
    const finished = new Promise<void>((resolve) => (finish = resolve))
    app.get<{ Params: { name: string } }>('/:name', async (request, reply) => {
      const { name } = request.params
      closed[name] = once(reply.raw, 'close')
      const answer = inTurn(request, reply, async () => {
        worked.push(name)
        if (name === 'first') await finished
        return name
      })
      arrived[name]?.()
      return answer
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const ask = async (name: string) => (await fetch(`http://127.0.0.1:${port}/${name}`)).text()
    const here = (name: string) => new Promise<void>((resolve) => (arrived[name] = resolve))
    const [firstHere, goneHere, thirdHere] = [here('first'), here('gone'), here('third')]
    const first = ask('first')
    await firstHere
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /gone HTTP/1.1\r\nhost: x\r\n\r\n')
    await goneHere
    const third = ask('third')
    await thirdHere
    socket.destroy()
    await closed['gone']
    finish()
    expect(await Promise.all([first, third])).toEqual(['first', 'third'])
    expect(worked).toEqual(['first', 'third'])
  })

  test('who has gone before it could be their turn does not wait, and nothing is done', async () => {
    const app = Fastify()
    onTestFinished(() => app.close())
    app.decorateRequest('actor', undefined)
    const inTurn = createTurns({ atOnce: 1, waitMs: 60_000 })
    let worked = false
    let arrived = () => {}
    const here = new Promise<void>((resolve) => (arrived = resolve))
    const outcome = new Promise<unknown>((resolve) => {
      app.get('/', async (request, reply) => {
        const gone = once(reply.raw, 'close')
        arrived()
        await gone
        const work = () => Promise.resolve((worked = true))
        const turn = inTurn(request, reply, work)
        resolve(await turn.catch((error: unknown) => error))
        return turn
      })
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await here
    socket.destroy()
    expect(await outcome).toMatchObject({ problem: { code: 'ResourceExhausted' } })
    expect(worked).toBe(false)
  })
})
