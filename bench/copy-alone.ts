import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import { to } from 'pg-copy-streams'
import { csvCells, csvOptions } from '#server/store/activity/csv-columns.ts'
import { matchedBy } from '#server/event-selection.ts'
import { inEventSnapshot } from '#server/store/activity/event-snapshot.ts'
import { literalSql } from '#server/store/database/literal-sql.ts'
import type { Store } from '#server/store/database/open.ts'

/** Copies what an export would into files of a directory; returns how many bytes those had, and the milliseconds. */
export type CopyAlone = (dir: string) => Promise<{ readonly bytes: number; readonly took: number }>

/** The statements of an export of all events as CSV, without COPY around them, each on one line. */
async function statementsOf(store: Store): Promise<readonly string[]> {
  let rows = 0
  let statements: readonly string[] = []
  const options = {
    signal: new AbortController().signal,
    onCounted: async (counted: { readonly rows: number }) => void (rows = counted.rows),
  }
  const order = { field: 'started_at', direction: 'desc' } as const
  await inEventSnapshot(store, { ...matchedBy(undefined), order }, options, async ({ select }) => {
    statements = select(csvCells).map((statement) => literalSql(statement).replaceAll(/\s*\n\s*/g, ' '))
    return rows
  })
  return statements
}

/** How the rows of an export are copied without us: by `\copy` of psql where there is one, else by the same COPY and our driver. */
export async function copyAlone(store: Store): Promise<{ readonly way: string; readonly copy: CopyAlone }> {
  const statements = await statementsOf(store)
  const [way, run] = (await hasPsql())
    ? (['\\copy of psql', byPsql] as const)
    : (['COPY by our driver (no psql here)', byDriver] as const)
  const copy: CopyAlone = async (dir) => {
    const files = statements.map((statement, index) => ({
      statement,
      file: join(dir, `copied-${index}.csv`),
    }))
    const began = performance.now()
    await run(store, files)
    const took = performance.now() - began
    let bytes = 0
    for (const { file } of files) {
      bytes += (await stat(file)).size
      await rm(file)
    }
    return { bytes, took }
  }
  return { way, copy }
}

/** As the export itself has COPY write CSV. */
const options = literalSql(csvOptions).replaceAll(/\s*\n\s*/g, ' ')

type Copied = readonly { readonly statement: string; readonly file: string }[]

async function byDriver({ database }: Store, copied: Copied): Promise<void> {
  const client = await database.openClient('countersign bench')
  try {
    for (const { statement, file } of copied)
      await pipeline(
        client.query(to(`COPY (${statement}) TO STDOUT WITH (${options})`)),
        createWriteStream(file),
      )
  } finally {
    await client.end()
  }
}

async function byPsql({ database }: Store, copied: Copied): Promise<void> {
  const { host, port, user, password, database: name } = database.pool.options
  const env = {
    ...process.env,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: String(password),
    PGDATABASE: name,
    PGOPTIONS: '-c TimeZone=UTC -c DateStyle=ISO',
  }
  const commands = copied.flatMap(({ statement, file }) => [
    '-c',
    `\\copy (${statement}) TO '${file}' WITH (${options})`,
  ])
  const psql = spawn('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', ...commands], { env, stdio: 'inherit' })
  const [code] = await once(psql, 'close')
  if (code !== 0) throw new Error(`psql ended with ${String(code)}`)
}

async function hasPsql(): Promise<boolean> {
  const psql = spawn('psql', ['--version'], { stdio: 'ignore' })
  return await new Promise((resolve) => {
    psql.once('error', () => resolve(false))
    psql.once('close', (code) => resolve(code === 0))
  })
}
