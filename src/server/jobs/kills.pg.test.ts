import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { parentOf, startProgram } from '#testing/programs.ts'
import { createRandom } from '#testing/random.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { matchedBy } from '../event-selection.ts'
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
    ...matchedBy(undefined),
    order: { field: 'started_at', direction: 'desc' },
    format: 'CSV',
  } as const
  const { id } = await exports.make(wanted, actor, undefined)
  const release = await holdEvents()
  const running = (attempts: number) =>
    expect
      .poll(async () => await jobOf(store, id), { timeout: 20_000 })
      .toMatchObject({ state: 'PROCESSING', attempts })

  const program = startProgram(server)
  await running(1)
  const first = await program.killWorker()
  await running(2)
  const second = program.worker() ?? 0
  expect(second).not.toBe(first)
  await program.kill()
  // It ends with its server, though nobody has told it to.
  await expect.poll(() => parentOf(second), { timeout: 10_000 }).toBeUndefined()

  startProgram(server)
  await release()
  await expect.poll(async () => (await jobOf(store, id)).state, { timeout: 20_000 }).toBe('FINISHED')
  expect(await exports.find(id, actor)).toMatchObject({ status: 'FINISHED', row_count: events })
  const files = ['csv', 'manifest.json', 'manifest.json.sig'].map((ending) => `${id}.${ending}`)
  expect(readdirSync(server.exportDir.path).filter((name) => name.includes(id))).toEqual(files)
  const { file } = await exports.open(id, actor)
  expect(file.size).toBe((await exports.find(id, actor)).bytes)
})
