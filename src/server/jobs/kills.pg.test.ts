import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { aUser } from '#testing/review-data.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { inOtherProcess } from '#testing/data-dirs.ts'
import { createRandom } from '#testing/random.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { localExports } from '../local-exports.ts'
import { jobOf } from '#testing/job-rows.ts'
import { exportKinds } from './exports/export-events.ts'
import { startWorker } from './worker.ts'

const events = 300
const log = { info: () => undefined, warn: () => undefined }

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, awkwardEvents(events, createRandom(5)))
})
afterAll(() => server.close())

/** A server as far as it keeps a worker, in a process of its own. */
async function keepingWorker() {
  const worker = pathToFileURL(join(inject('commands'), 'worker.js'))
  const settings = { DATABASE_URL: server.database.url, EXPORT_DIR: server.exportDir.path }
  const keeper = await inOtherProcess(`
    Object.assign(process.env, ${JSON.stringify(settings)})
    const { keepWorker } = await load('src/server/jobs/worker-process.ts')
    keepWorker(new URL(${JSON.stringify(worker.href)}), log)
    return process.pid`)
  return { kill: () => keeper.kill(), worker: () => childOf(Number(keeper.answer)) }
}

/** The process that another has started; undefined while there is none. */
function childOf(parent: number): number | undefined {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.map(Number).find((pid) => parentOf(pid) === parent)
}

/** The parent of a process; undefined for one that has ended, also where nobody has taken note of that. */
function parentOf(pid: number): number | undefined {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return undefined
  // The name of the program, in parentheses, may hold anything; what follows it is the state and the parent.
  const [state, parent] = readFileSync(path, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return state === 'Z' ? undefined : Number(parent)
}

/** Keeps exports from reading until it is called off. */
async function holdEvents(): Promise<() => Promise<void>> {
  const client = await server.database.store.database.openClient('test')
  await client.query('BEGIN')
  await client.query('LOCK TABLE action_event IN ACCESS EXCLUSIVE MODE')
  let held = true
  const release = async () => {
    if (held) await client.end()
    held = false
  }
  onTestFinished(release)
  return release
}

test('an export goes on whole after its worker is killed, and after its server is', async () => {
  const { store } = server.database
  const exports = localExports(store, server.exportDir)
  const actor = { id: 'ana', name: 'Ana', user: aUser('ana'), roles: ['auditor'], via: 'session' } as const
  const wanted = {
    filter: undefined,
    order: { field: 'started_at', direction: 'desc' },
    format: 'CSV',
  } as const
  const { id } = await exports.make(wanted, actor, undefined)
  const release = await holdEvents()
  const running = (attempts: number) =>
    expect
      .poll(async () => await jobOf(store, id), { timeout: 20_000 })
      .toMatchObject({ state: 'PROCESSING', attempts })

  const keeper = await keepingWorker()
  await running(1)
  const first = keeper.worker() ?? 0
  process.kill(first, 'SIGKILL')
  await running(2)
  const second = keeper.worker() ?? 0
  expect(second).not.toBe(first)
  await keeper.kill()
  // It ends with its server, though nobody has told it to.
  await expect.poll(() => parentOf(second), { timeout: 10_000 }).toBeUndefined()

  const kinds = exportKinds(store, server.exportDir)
  const next = await startWorker(store, { kinds, log, onLost: () => undefined })
  onTestFinished(() => next.stop())
  await release()
  await expect.poll(async () => (await jobOf(store, id)).state, { timeout: 20_000 }).toBe('FINISHED')
  expect(await exports.find(id, actor)).toMatchObject({ status: 'FINISHED', row_count: events })
  expect(readdirSync(server.exportDir.path).filter((name) => name.includes(id))).toEqual([`${id}.csv`])
  const { file } = await exports.open(id, actor)
  expect(file.size).toBe((await exports.find(id, actor)).bytes)
})
