import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { writeDemo } from '#server/demo/write.ts'
import { openStore, type Store } from '#server/store/database/open.ts'
import { apiKeys } from '#server/store/keys/api-keys.ts'
import { ms, row } from './figures.ts'
import { end, freePort, type Program, ready, startCommand, startProgram, thisBuild } from './program.ts'

const times = 5
const events = 120_000

/** kill -9 of the server, of PostgreSQL and of an importer, five times each: when ready again, and what was lost. */
export async function kill(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-kill-'))
  const dataDir = join(dir, 'data')
  const port = await freePort()
  let server = await startProgram(dataDir, port, thisBuild, 'off')
  const store = await openStore({
    databaseUrl: undefined,
    dataDir,
    applicationName: 'countersign bench',
    log: quiet,
  })
  const { key } = await apiKeys(store.db, () => new Date()).createKey(['activity:read'], 1)
  try {
    server = await killServer(server, dataDir, port)
    await killPostgres(server, dataDir)
    await killImporter(dir, dataDir, store)
    const answer = await fetch(`${server.url}/api/private/lifecycle_management/action_events?page_size=1`, {
      headers: { authorization: `Bearer ${key}` },
    })
    row('the key made before the first kill', answer.ok ? 'still good' : 'lost', 'still good', answer.ok)
  } finally {
    await store.close()
    await end(server.child, 'SIGTERM')
    await rm(dir, { recursive: true, force: true })
  }
}

const quiet = { info: () => undefined, warn: () => undefined }

async function killServer(first: Program, dataDir: string, port: number): Promise<Program> {
  let server = first
  const took = []
  for (let round = 0; round < times; round++) {
    await end(server.child, 'SIGKILL')
    const began = performance.now()
    server = await startProgram(dataDir, port, thisBuild, 'off')
    took.push(performance.now() - began)
  }
  report('server killed, started again, ready', took)
  return server
}

async function killPostgres(server: Program, dataDir: string): Promise<void> {
  const took = []
  for (let round = 0; round < times; round++) {
    const pid = Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0])
    process.kill(pid, 'SIGKILL')
    const began = performance.now()
    await sleep(20) // the server still has to notice
    await ready(server.url)
    took.push(performance.now() - began)
    await sleep(300)
  }
  report('PostgreSQL killed, server ready again', took)
}

async function killImporter(dir: string, dataDir: string, store: Store): Promise<void> {
  const file = join(dir, 'events.ndjson')
  await writeDemo(
    { seed: 'kill', until: Date.parse('2026-01-31T12:00:00Z'), events },
    file,
    new AbortController().signal,
  )
  const args = ['action-events', file]
  const env = { DATA_DIR: dataDir, DATABASE_URL: '' }
  let lost = 0
  let before = 0
  for (let round = 0; round < times; round++) {
    const importer = startCommand('import', args, env)
    const until = Date.now() + 60_000
    while (Date.now() < until && (await count(store)) <= before) await sleep(20)
    const seen = await count(store)
    await end(importer, 'SIGKILL')
    const after = await count(store)
    if (after < seen) lost++
    before = Math.min(after, events - 20_000)
  }
  const last = startCommand('import', args, env)
  const [code] = (await once(last, 'exit')) as [number | null]
  const whole = (await count(store)) === events && code === 0
  row(`importer killed ${times} times: batches lost`, String(lost), '0', lost === 0)
  row('the rerun completes the file', whole ? 'yes' : 'no', 'yes', whole)
}

async function count(store: Store): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count FROM action_event`.execute(
    store.db,
  )
  return rows[0]?.count ?? 0
}

function report(what: string, took: readonly number[]): void {
  row(`${what}, ${took.length} times`, took.map(ms).join(', '))
}
