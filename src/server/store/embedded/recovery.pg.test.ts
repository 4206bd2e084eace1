import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { inOtherProcess, makeDataDir } from '#testing/data-dirs.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { openDataDir } from './paths.ts'
import { findRunning } from './start.ts'

// One cluster for all tests: each leaves it stopped, with rows in it that the next one takes away.
const { dataDir, remove } = makeDataDir()
const lock = join(dataDir, 'postgres', 'data', 'postmaster.pid')
afterAll(remove)

const log = { info: () => undefined, warn: () => undefined }

beforeEach(async () => {
  const embedded = await startEmbedded({ dataDir, log })
  const client = await connected(embedded)
  await client.query('drop table if exists kept')
  await client.query('create table kept (n int)')
  await client.end()
  await embedded.stop()
})

async function start(): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, log })
  onTestFinished(() => embedded.stop())
  return embedded
}

async function connected(embedded: Embedded): Promise<pg.Client> {
  const client = new pg.Client(embedded.config)
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function rowsIn(embedded: Embedded): Promise<unknown> {
  const client = await connected(embedded)
  const { rows } = await client.query('select count(*)::int as n from kept')
  await client.end()
  return rows[0]?.n
}

async function keepRow(embedded: Embedded): Promise<void> {
  const client = await connected(embedded)
  await client.query('insert into kept values (1)')
  await client.end()
}

/** Leaves the data directory as a kill -9 of PostgreSQL and all its users does, with one row; returns the postmaster. */
async function killEverything(): Promise<number> {
  const other = await inOtherProcess(`
    const { startEmbedded } = await load('src/server/store/embedded/embedded.ts')
    return (await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log })).postmasterPid()`)
  const embedded = await start()
  await keepRow(embedded)
  const pid = Number(other.answer)
  await other.kill()
  // Leaving keeps PostgreSQL up as long as this one is connected, and nobody of ours restarts it after the kill.
  const guest = new pg.Client({ ...embedded.config, application_name: 'countersign guest' })
  guest.on('error', () => undefined)
  await guest.connect()
  expect(await embedded.release()).toBe('in use')
  process.kill(pid, 'SIGKILL')
  return pid
}

/** Starts a program as the account of the cluster, so that PostgreSQL may not tell it from a postmaster by its owner. */
function asOwner(command: string): ChildProcess {
  const { uid, gid } = statSync(lock)
  const ids = process.getuid?.() === 0 ? { uid, gid } : {}
  const child = spawn('/bin/sh', ['-c', command], { ...ids, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

function writeIntoLock(pid: number): void {
  const [, ...rest] = readFileSync(lock, 'utf8').split('\n')
  writeFileSync(lock, [pid, ...rest].join('\n'))
}

test('after kill -9 of everything the next start recovers what was acknowledged', async () => {
  const pid = await killEverything()
  const embedded = await start()
  expect(embedded.postmasterPid()).not.toBe(pid)
  expect(await rowsIn(embedded)).toBe(1)
})

test('the number in a stale lock file may belong to another program by now, which is left alone', async () => {
  await killEverything()
  const innocent = asOwner('exec sleep 600')
  writeIntoLock(innocent.pid ?? 0)
  expect(await rowsIn(await start())).toBe(1)
  expect(innocent.exitCode ?? innocent.signalCode).toBe(null)
})

test('the number in a stale lock file may be that of a zombie', async () => {
  await killEverything()
  // exec takes over the shell and never collects its child, which ends only then: the shell itself would collect it.
  const child = '(until [ "$(cat /proc/$$/comm)" = sleep ]; do sleep 0.01; done)'
  const parent = asOwner(`${child} & echo $!; exec sleep 600`)
  const zombie = await new Promise<number>((resolve) =>
    parent.stdout?.once('data', (pid) => resolve(Number(pid))),
  )
  while (!readFileSync(`/proc/${zombie}/stat`, 'utf8').includes(') Z ')) await sleep(5)
  writeIntoLock(zombie)
  expect(await rowsIn(await start())).toBe(1)
})

test('an empty lock file, as a full disk leaves it, does not stop the start', async () => {
  await killEverything()
  writeFileSync(lock, '')
  expect(await rowsIn(await start())).toBe(1)
})

test('a backend that is busy when its postmaster dies does not forbid the restart', async () => {
  const embedded = await start()
  const busy = await connected(embedded)
  const query = busy.query('select sum(n) from generate_series(1, 1000000000000) n').catch(() => 'lost')
  await sleep(200)
  const back = restarted(embedded)
  process.kill(embedded.postmasterPid(), 'SIGKILL')
  await back
  expect(await query).toBe('lost')
  await keepRow(embedded)
})

test('PostgreSQL is started again when it is killed, and says so', async () => {
  const embedded = await start()
  for (let round = 1; round <= 3; round++) {
    await keepRow(embedded)
    const pid = embedded.postmasterPid()
    const back = restarted(embedded)
    process.kill(pid, 'SIGKILL')
    expect(await back).toEqual(['down', 'up'])
    expect(embedded.postmasterPid()).not.toBe(pid)
    expect(await rowsIn(embedded)).toBe(round)
  }
})

test('PostgreSQL that somebody tells to stop is started again, though there are connections for whose end it would wait', async () => {
  const embedded = await start()
  await keepRow(embedded)
  const pid = embedded.postmasterPid()
  const back = restarted(embedded)
  process.kill(pid, 'SIGTERM')
  expect(await back).toEqual(['down', 'up'])
  expect(embedded.postmasterPid()).not.toBe(pid)
  expect(await rowsIn(embedded)).toBe(1)
})

test('two processes that watch agree on one PostgreSQL after it was killed', async () => {
  const both = [await start(), await start()] as const
  const back = Promise.all(both.map(restarted))
  process.kill(both[0].postmasterPid(), 'SIGKILL')
  await back
  expect(both[0].postmasterPid()).toBe(both[1].postmasterPid())
})

test('when one backend is killed PostgreSQL comes back by itself', async () => {
  const embedded = await start()
  await keepRow(embedded)
  const pid = embedded.postmasterPid()
  const client = await connected(embedded)
  const { rows } = await client.query('select pg_backend_pid() as pid')
  const back = restarted(embedded)
  process.kill(rows[0]?.pid, 'SIGKILL')
  await back
  expect(embedded.postmasterPid()).toBe(pid)
  expect(await rowsIn(embedded)).toBe(1)
})

test('PostgreSQL outlives a killed process and the next one takes it over', async () => {
  const other = await inOtherProcess(`
    const { startEmbedded } = await load('src/server/store/embedded/embedded.ts')
    return (await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log })).postmasterPid()`)
  await other.kill()
  const embedded = await start()
  expect(embedded.adopted).toBe(true)
  expect(embedded.postmasterPid()).toBe(Number(other.answer))
  expect(await embedded.release()).toBe('stopped')
  expect(await findRunning({ layout: openDataDir(dataDir) })).toBe(undefined)
})

function restarted(embedded: Embedded): Promise<string[]> {
  const seen: string[] = []
  return new Promise((resolve) => {
    embedded.watch(
      () => seen.push('down'),
      () => resolve([...seen, 'up']),
    )
  })
}
