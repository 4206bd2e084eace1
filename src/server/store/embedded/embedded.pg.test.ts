import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { inOtherProcess, makeDataDir, temporaryDataDir } from '#testing/data-dirs.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { openDataDir } from './paths.ts'
import { findRunning } from './start.ts'

const log = { info: () => undefined, warn: () => undefined }

async function start(dataDir: string): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, log })
  onTestFinished(() => embedded.stop())
  return embedded
}

async function ask(embedded: Embedded, sql: string): Promise<unknown> {
  const client = new pg.Client({ ...embedded.config, application_name: 'test' })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

async function visit(dataDir: string): Promise<unknown> {
  const embedded = await start(dataDir)
  const answer = await ask(embedded, 'select 1')
  await embedded.release()
  return answer
}

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

describe('a first start', () => {
  test('T26 says that it makes a database and where, and a second one does not', async () => {
    const dataDir = temporaryDataDir()
    const said: string[] = []
    const told = { info: (message: string) => said.push(message), warn: () => undefined }
    await (await startEmbedded({ dataDir, log: told })).stop()
    expect(said).toEqual([`First start: making a database in ${dataDir}.`])
    await (await startEmbedded({ dataDir, log: told })).stop()
    expect(said).toHaveLength(1)
  })

  test('gives a private PostgreSQL, with a password, that folds letters, finds them and keeps what it has acknowledged', async () => {
    const dataDir = temporaryDataDir()
    const embedded = await start(dataDir)
    expect(embedded.adopted).toBe(false)
    expect(await ask(embedded, `select lower('ÀÉŁÅ')`)).toBe('àéłå')
    await ask(embedded, 'create extension pg_trgm')
    expect(await ask(embedded, `select array_length(show_trgm('Иванов'), 1)`)).toBe(7)
    const names = [
      'listen_addresses',
      'fsync',
      'synchronous_commit',
      'autovacuum',
      'jit',
      'max_wal_size',
      'TimeZone',
    ]
    const values = await Promise.all(names.map((name) => ask(embedded, `show ${name}`)))
    expect(values).toEqual(['', 'on', 'on', 'on', 'off', '256MB', 'UTC'])
    expect([dataDir, join(dataDir, 'run'), join(dataDir, 'postgres')].map(mode)).toEqual([
      '700',
      '700',
      '700',
    ])
    expect([join(dataDir, 'postgres', 'password'), join(dataDir, 'postgres.log')].map(mode)).toEqual([
      '600',
      '600',
    ])
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain(embedded.config.password)
    const stranger = new pg.Client({ ...embedded.config, password: 'wrong' })
    await expect(stranger.connect()).rejects.toThrow(/password authentication failed/)
  })

  test('by several processes at once gives all of them the same PostgreSQL', async () => {
    const dataDir = temporaryDataDir()
    const body = `
      const { startEmbedded } = await load('src/server/store/embedded/embedded.ts')
      return (await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log })).postmasterPid()`
    const [one, other, ...here] = await Promise.all([
      inOtherProcess(body),
      inOtherProcess(body),
      ...Array.from({ length: 3 }, () => start(dataDir)),
    ])
    const pids = [one.answer, other.answer, ...here.map((embedded) => String(embedded.postmasterPid()))]
    expect(new Set(pids).size).toBe(1)
    expect(here.filter((embedded) => !embedded.adopted).length).toBeLessThanOrEqual(1)
  })

  test('works where an earlier one was killed half way', async () => {
    const dataDir = temporaryDataDir()
    const remains = join(dataDir, '.postgres-new-2147480000-abcd')
    mkdirSync(join(remains, 'data'), { recursive: true })
    chmodSync(dataDir, 0o755)
    const embedded = await start(dataDir)
    expect(await ask(embedded, 'select 1')).toBe(1)
    expect(existsSync(remains)).toBe(false)
  })

  test.each([
    ['longer than a socket path may be', 'a-directory-with-a-long-name-'.repeat(4)],
    ['with a comma, spaces, a quote and é', `it's "my" dir, été`],
  ])('works in a directory %s', async (_, name) => {
    const embedded = await start(temporaryDataDir(name))
    onTestFinished(() => rmSync(embedded.config.host, { recursive: true, force: true }))
    expect(await ask(embedded, 'select 1')).toBe(1)
    expect(mode(embedded.config.host)).toBe('700')
  })

  test('by root works below a directory that only root may enter, or names one that works', async () => {
    const dataDir = temporaryDataDir('private')
    mkdirSync(dirname(dataDir), { mode: 0o700 })
    const unshare = ['--user', '--map-user=65534', 'true']
    if (process.getuid?.() !== 0 || spawnSync('unshare', unshare).status === 0) {
      expect(await ask(await start(dataDir), 'select 1')).toBe(1)
    } else {
      await expect(start(dataDir)).rejects.toThrow(`enter DATA_DIR (${dataDir}). Use one that they can enter`)
    }
  })

  test('refuses a DATA_DIR that is no directory', async () => {
    const dataDir = temporaryDataDir()
    writeFileSync(dataDir, 'a file')
    await expect(start(dataDir)).rejects.toThrow(/^DATA_DIR cannot be used: EEXIST/)
  })

  test('refuses a socket directory that somebody else has put there', async () => {
    const dataDir = temporaryDataDir('a-directory-with-a-long-name-'.repeat(4))
    const { sockets } = openDataDir(dataDir)
    symlinkSync(dirname(dirname(dataDir)), sockets)
    onTestFinished(() => rmSync(sockets))
    await expect(start(dataDir)).rejects.toThrow(`The socket directory ${sockets} is not a private directory`)
  })

  test('says why PostgreSQL does not start', async () => {
    const dataDir = temporaryDataDir()
    await (await start(dataDir)).stop()
    writeFileSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '14\n')
    await expect(start(dataDir)).rejects.toThrow(/did not start.*database files are incompatible with server/)
  })
})

describe('leaving', () => {
  const { dataDir, remove } = makeDataDir()
  afterAll(remove)

  test('stops PostgreSQL only when nobody else is left, whoever started it', async () => {
    const server = await start(dataDir)
    const importer = await start(dataDir)
    const lock = readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8')
    expect(importer.adopted).toBe(true)
    expect(importer.postmasterPid()).toBe(server.postmasterPid())
    expect(await server.release()).toBe('in use')
    expect(await ask(importer, 'select 1')).toBe(1)
    expect(readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8')).toBe(lock)
    expect(await importer.release()).toBe('stopped')
    expect(existsSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'))).toBe(false)
  })

  test('by all at once leaves no PostgreSQL behind', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => start(dataDir)))
    const ends = await Promise.all(all.map((embedded) => embedded.release()))
    expect(ends.filter((end) => end === 'stopped')).toHaveLength(1)
    expect(await findRunning({ layout: openDataDir(dataDir) })).toBe(undefined)
  })

  test('while others come never leaves one of them without PostgreSQL', async () => {
    expect(await Promise.all(Array.from({ length: 8 }, () => visit(dataDir)))).toEqual(Array(8).fill(1))
  })
})
