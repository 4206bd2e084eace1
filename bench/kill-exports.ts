import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import { apiKeys } from '#server/store/keys/api-keys.ts'
import { openStore, type Store } from '#server/store/database/open.ts'
import { ExportClient } from './export-client.ts'
import { ms, row } from './figures.ts'
import { childOf } from './processes.ts'
import { end, freePort, type Program, ready, runCommand, startProgram, thisBuild } from './program.ts'

const times = 5
const events = 300_000
const moveLimitMs = 30_000
const quiet = { info: () => undefined, warn: () => undefined }

/** What runs, and what an export comes to that nobody disturbs. */
type Scene = {
  readonly dir: string
  readonly dataDir: string
  readonly store: Store
  readonly key: string
  readonly port: number
  readonly sha256: string
  server: Program
}

type Victim = 'server' | 'worker' | 'PostgreSQL'

/**
 * kill -9 of the server, of its worker and of PostgreSQL while an export is made, five times each: how soon the job goes on, and
 * whether it comes to its end whole. A server is started again at once, as whatever looks after it would.
 */
export async function killExports(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-kill-'))
  const dataDir = join(dir, 'data')
  await runCommand(thisBuild, dataDir, 'demo', ['--events', String(events), '--rows', '20', '--seed', 'kill'])
  const port = await freePort()
  const server = await startProgram(dataDir, port)
  const store = await openStore({
    databaseUrl: undefined,
    dataDir,
    applicationName: 'countersign bench',
    log: quiet,
  })
  const { key } = await apiKeys(store.db, () => new Date()).createKey(['activity:export', 'activity:read'], 1)
  const scene: Scene = { dir, dataDir, store, key, port, server, sha256: await undisturbed(server, key, dir) }
  try {
    for (const victim of ['server', 'worker', 'PostgreSQL'] as const) await killTimes(scene, victim)
  } finally {
    await store.close()
    await end(scene.server.child, 'SIGTERM')
    await rm(dir, { recursive: true, force: true })
  }
}

/** The hash of the file of an export that nobody disturbs, which has as many rows as there are events. */
async function undisturbed({ url }: Program, key: string, dir: string): Promise<string> {
  const client = new ExportClient(url, key)
  const { job } = await client.finished(await client.make(0))
  const bytes = await fetched(client, job.id, dir)
  const rows = parse(bytes).length - 1
  row('rows in the file of an undisturbed export', String(rows), String(events), rows === events)
  return hashOf(bytes)
}

async function killTimes(scene: Scene, victim: Victim): Promise<void> {
  const moved: number[] = []
  const ends: string[] = []
  let short = 0
  let inTime = 0
  for (let round = 0; round < times; round += 1) {
    const client = new ExportClient(scene.server.url, scene.key)
    const id = await client.make(0)
    await until(async () => (await stateOf(scene, id))?.state === 'PROCESSING')
    await sleep(100 + 200 * round)
    const before = await stateOf(scene, id)
    if (before?.state === 'PROCESSING') inTime += 1
    const began = performance.now()
    await kill(scene, victim)
    await until(async () => {
      const now = await stateOf(scene, id)
      return now !== undefined && (isOver(now.state) || now.attempts > (before?.attempts ?? 0))
    })
    moved.push(performance.now() - began)
    await until(async () => isOver((await stateOf(scene, id))?.state))
    await ready(scene.server.url)
    const job = await client.find(id)
    ends.push(job.status)
    if (job.status !== 'FINISHED') continue
    const hash = hashOf(await fetched(client, id, scene.dir))
    if (job.row_count !== events || job.sha256 !== hash || hash !== scene.sha256) short += 1
  }
  const most = Math.max(...moved)
  row(`${victim} killed ${times} times, while the export was made`, `${inTime} times`)
  row('the job went on after', moved.map(ms).join(', '), `≤ ${moveLimitMs / 1000} s`, most <= moveLimitMs)
  const over = ends.every((state) => ['FINISHED', 'FAILED'].includes(state))
  row('it ended', ends.join(', '), 'FINISHED or FAILED', over)
  row('FINISHED, but not the undisturbed file byte for byte', String(short), '0', short === 0)
}

async function kill(scene: Scene, victim: Victim): Promise<void> {
  const { server, dataDir, port } = scene
  if (victim === 'server') {
    await end(server.child, 'SIGKILL')
    scene.server = await startProgram(dataDir, port)
  } else if (victim === 'worker') process.kill(await childOf(server.child.pid ?? 0), 'SIGKILL')
  else {
    const pid = (await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]
    process.kill(Number(pid), 'SIGKILL')
  }
}

const isOver = (state: string | undefined) =>
  state !== undefined && !['CREATED', 'PROCESSING'].includes(state)

/** A job as it stands in its row; undefined while the database is away. */
async function stateOf({ store }: Scene, id: string) {
  return await store.db
    .selectFrom('job')
    .select(['state', 'attempts'])
    .where('id', '=', id)
    .executeTakeFirst()
    .catch(() => undefined)
}

/** Waits until something is so. Throws where it is not within two minutes. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const late = performance.now() + 120_000
  while (!(await isSo())) {
    if (performance.now() > late) throw new Error('nothing has moved for two minutes')
    await sleep(20)
  }
}

async function fetched(client: ExportClient, id: string, dir: string): Promise<Buffer> {
  const file = join(dir, 'export.csv')
  await client.download(id, file)
  return await readFile(file)
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
