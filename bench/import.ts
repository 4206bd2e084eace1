import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { writeDemo } from '#server/demo/write.ts'
import { importActionEvents } from '#server/cli/import/events/run.ts'
import { openStore, type Store } from '#server/store/database/open.ts'
import { pairedRatio, ratioRow } from './figures.ts'

const emptyAll = 'TRUNCATE action_event, event_text, import_run'
const quiet = { info: () => undefined, warn: () => undefined }
const wish = { seed: 'bench', until: Date.parse('2026-01-31T12:00:00Z') }

/**
 * Import of an NDJSON file, from its opening to the end of ANALYZE, beside one COPY statement of the same rows into an
 * empty copy of the table with all its indexes. Interleaved; prints each round and the median of their ratios. Uses a
 * database of its own in the temporary directory.
 */
export async function benchImport(
  print: (line: string) => void,
  rows = 1_000_000,
  rounds = 3,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  const connection = { dataDir: join(dir, 'data'), applicationName: 'countersign bench', log: quiet }
  const store = await openStore(connection)
  const client = await store.database.openClient('countersign bench')
  try {
    const files = { events: join(dir, 'events.ndjson'), copy: join(dir, 'events.copy') }
    await writeDemo({ ...wish, events: rows }, files.events, new AbortController().signal)
    const times: { import: number[]; copy: number[] } = { import: [], copy: [] }
    for (let round = 1; round <= rounds; round++) {
      const imported = await timeImport(client, files.events, () => openStore(connection))
      if (round === 1) await unload(client, files.copy)
      // Or autovacuum would go on with its rows beside the other measurement.
      await client.query(emptyAll)
      const copied = await timeCopy(client, files.copy)
      times.import.push(imported.ms)
      times.copy.push(copied)
      print(
        `${rows} rows, round ${round}: import ${seconds(imported.ms)} (ANALYZE ${imported.tidySeconds.toFixed(1)} s of it), COPY ${seconds(copied)}`,
      )
    }
    ratioRow('import / one COPY statement, speed', pairedRatio(times.copy, times.import), { atLeast: 0.7 })
  } finally {
    await client.end()
    await store.close()
    await rm(dir, { recursive: true, force: true })
  }
}

async function timeImport(client: pg.Client, file: string, open: () => Promise<Store>) {
  await client.query(emptyAll)
  await client.query('CHECKPOINT')
  const options = { file, rejects: `${file}.rejects.ndjson`, dryRun: false, demoRows: undefined }
  const begun = performance.now()
  const { loaded } = await importActionEvents(options, new AbortController().signal, { open })
  return { ms: performance.now() - begun, tidySeconds: loaded?.tidySeconds ?? 0 }
}

async function unload(client: pg.Client, file: string): Promise<void> {
  const columns = await stored(client)
  await pipeline(
    client.query(to(`COPY (SELECT ${columns} FROM action_event ORDER BY id) TO STDOUT`)),
    createWriteStream(file),
  )
}

async function timeCopy(client: pg.Client, file: string): Promise<number> {
  await client.query('CREATE TABLE bench_copy (LIKE action_event INCLUDING ALL)')
  const columns = await stored(client)
  await client.query('CHECKPOINT')
  const begun = performance.now()
  await pipeline(createReadStream(file), client.query(from(`COPY bench_copy (${columns}) FROM STDIN`)))
  const ms = performance.now() - begun
  await client.query('DROP TABLE bench_copy')
  return ms
}

/** The columns that a row brings along: all that PostgreSQL does not make itself. */
async function stored(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ names: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS names FROM pg_attribute
      WHERE attrelid = 'action_event'::regclass AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' AND attidentity = ''`,
  )
  return rows[0]?.names ?? ''
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
