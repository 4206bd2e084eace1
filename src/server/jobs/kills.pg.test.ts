import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { createRandom } from '#testing/random.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { localExports } from '../local-exports.ts'
import { jobOf } from '#testing/job-rows.ts'

const events = 300

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertEvents(db, awkwardEvents(events, createRandom(5)))
  await insertPeople(db, [aUser('ana')], ['auditor'])
})
afterAll(() => server.close())

/** The built server, in a process of its own, with the worker that it keeps. */
function startProgram() {
  const program = spawn(process.execPath, [join(inject('commands'), 'main.js')], {
    env: { ...process.env, DATABASE_URL: server.database.url, EXPORT_DIR: server.exportDir.path, PORT: '0' },
    stdio: 'ignore',
  })
  const ended = once(program, 'exit')
  const kill = async () => {
    program.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return { kill, worker: () => childOf(program.pid ?? 0) }
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
  const exports = localExports({ store, dir: server.exportDir })
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

  const program = startProgram()
  await running(1)
  const first = program.worker() ?? 0
  process.kill(first, 'SIGKILL')
  await running(2)
  const second = program.worker() ?? 0
  expect(second).not.toBe(first)
  await program.kill()
  // It ends with its server, though nobody has told it to.
  await expect.poll(() => parentOf(second), { timeout: 10_000 }).toBeUndefined()

  startProgram()
  await release()
  await expect.poll(async () => (await jobOf(store, id)).state, { timeout: 20_000 }).toBe('FINISHED')
  expect(await exports.find(id, actor)).toMatchObject({ status: 'FINISHED', row_count: events })
  const files = ['csv', 'manifest.json', 'manifest.json.sig'].map((ending) => `${id}.${ending}`)
  expect(readdirSync(server.exportDir.path).filter((name) => name.includes(id))).toEqual(files)
  const { file } = await exports.open(id, actor)
  expect(file.size).toBe((await exports.find(id, actor)).bytes)
})
