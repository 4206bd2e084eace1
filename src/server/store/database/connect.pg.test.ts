import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { beforeAll, afterAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { connect, type Database } from './connect.ts'

const serverUrl = inject('postgresUrl')
const name = `countersign_test_${randomBytes(6).toString('hex')}`
const warnings: string[] = []
const log = { info: () => undefined, warn: (message: string) => void warnings.push(message) }

beforeAll(() => onServer(`create database ${name} template template0 encoding 'UTF8'`))
afterAll(() => onServer(`drop database ${name} with (force)`))

async function onServer(sql: string, url = serverUrl): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function urlOf(database: string): string {
  return serverUrl.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${database}`)
}

async function open(databaseUrl = urlOf(name)): Promise<Database> {
  const database = await connect({ databaseUrl, dataDir: '', applicationName: 'countersign test', log })
  onTestFinished(() => database.close())
  return database
}

async function limit(client: pg.Client | pg.Pool): Promise<unknown> {
  return (await client.query('show statement_timeout')).rows[0]?.statement_timeout
}

/** The message of the error with which a database is refused. */
async function refusal(databaseUrl: string): Promise<string> {
  const outcome = await connect({ databaseUrl, dataDir: '', applicationName: 'countersign test', log }).catch(
    (error: unknown) => error,
  )
  // An error may be logged with all that hangs on it, so the password may not be anywhere there.
  expect(outcome).toBeInstanceOf(Error)
  if (!(outcome instanceof Error)) return ''
  const everything = `${outcome.stack} ${JSON.stringify(outcome, Object.getOwnPropertyNames(outcome))} ${String(outcome.cause)}`
  for (const secret of ['s3cret', new URL(serverUrl.replace('@/', '@host/')).password || 's3cret']) {
    expect(everything).not.toContain(secret)
  }
  return outcome.message
}

/** A database for one test, made with the given options. */
async function databaseWith(options: string): Promise<string> {
  const own = `countersign_test_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${own} template template0 ${options}`)
  onTestFinished(() => onServer(`drop database ${own} with (force)`))
  return own
}

describe('an open database', () => {
  test('survives the death of a backend whose client is checked out, and of idle ones', async () => {
    const { pool } = await open()
    const [busy, idle] = [await pool.connect(), await pool.connect()]
    const ids = await Promise.all(
      [busy, idle].map((client) => client.query('select pg_backend_pid() as pid')),
    )
    idle.release()
    const ended = Promise.all(
      [busy, idle].map((client) => new Promise((resolve) => client.once('end', resolve))),
    )
    for (const { rows } of ids) await onServer(`select pg_terminate_backend(${rows[0].pid})`)
    await ended
    busy.release(true)
    expect(warnings.some((message) => message.startsWith('A database connection was lost:'))).toBe(true)
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  test('gives times and long integers as text, whatever the server is set to', async () => {
    await onServer(`alter database ${name} set timezone to 'Asia/Tokyo'`)
    onTestFinished(() => onServer(`alter database ${name} reset timezone`))
    const { pool } = await open()
    const { rows } = await pool.query(
      `select '2025-02-03 04:05:06.789012+01'::timestamptz as t, '2025-02-03'::date as d, 9007199254740993::int8 as n,
        array['2025-02-03 04:05+01'::timestamptz, null] as ts, 7::int4 as i, true as b, '{"a":1}'::jsonb as j`,
    )
    expect(rows).toEqual([
      {
        t: '2025-02-03 03:05:06.789012+00',
        d: '2025-02-03',
        n: '9007199254740993',
        ts: ['2025-02-03 03:05:00+00', null],
        i: 7,
        b: true,
        j: { a: 1 },
      },
    ])
  })

  test('limits the time of a statement for requests, and not for long work', async () => {
    const database = await open()
    expect(await limit(database.pool)).toBe('5s')
    expect(await database.withoutTimeout((pool) => limit(pool))).toBe('0')
    const client = await database.openClient('import')
    expect(await limit(client)).toBe('0')
    expect((await client.query('show application_name')).rows).toEqual([
      { application_name: 'countersign import' },
    ])
    await client.end()
  })
})

describe('a database is refused, with what to do about it', () => {
  const createdb = 'createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8'

  test('when it folds only ASCII', async () => {
    const own = await databaseWith(`encoding 'UTF8' locale_provider libc lc_ctype 'C' lc_collate 'C'`)
    expect(await refusal(urlOf(own))).toContain(`${createdb} ${own}`)
  })

  test('when its encoding is not UTF8', async () => {
    const own = await databaseWith(`encoding 'SQL_ASCII' locale_provider libc lc_ctype 'C' lc_collate 'C'`)
    expect(await refusal(urlOf(own))).toMatch(/its encoding is SQL_ASCII.*createdb/)
  })

  test('when it answers before a commit is on disk', async () => {
    const own = await databaseWith(`encoding 'UTF8'`)
    await onServer(`alter database ${own} set synchronous_commit to off`)
    expect(await refusal(urlOf(own))).toContain('Set synchronous_commit to on')
  })

  test('when it lacks pg_trgm and this user may not make it', async () => {
    const own = await databaseWith(`encoding 'UTF8'`)
    await onServer(`create role ${own} login password 's3cret'`)
    try {
      const url = urlOf(own).replace(/\/\/[^@]*@/, `//${own}:s3cret@`)
      expect(await refusal(url)).toMatch(/lacks the extension pg_trgm.*CREATE EXTENSION pg_trgm/)
    } finally {
      await onServer(`drop role ${own}`)
    }
  })

  test('when it cannot be reached', async () => {
    expect(await refusal('postgres://alice:s3cret@127.0.0.1:1/none')).toMatch(
      /cannot be reached.*ECONNREFUSED/,
    )
    expect(await refusal(urlOf('countersign_test_none'))).toMatch(/cannot be reached.*does not exist/)
    expect(await refusal(serverUrl.replace(/\/\/[^@]*@/, '//countersign:s3cret@'))).toContain(
      'cannot be reached',
    )
  })

  test.each([
    'mysql://a:s3cret@h/d',
    's3cret',
    'postgres://a:s3cret@[::1/d',
    'postgres://a:s3cret@h:99999/d',
  ])('when its address cannot be read (%#)', async (url) =>
    expect(await refusal(url)).toMatch(/^DATABASE_URL (?:must begin with|cannot be read)/),
  )
})
