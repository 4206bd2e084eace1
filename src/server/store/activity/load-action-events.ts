import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import { copyLine } from '../database/copy-line.ts'
import { noImport } from './imports.ts'
import type { ActionEventRow } from '../database/schema.ts'
import { type Cause, causeOf } from '../../causes/cause-of.ts'
import { writeCauses } from './causes/write-causes.ts'
import { inTransaction } from '../database/transaction.ts'

/** A checked action event on its way in: the row, and its two times as nanoseconds (`noTime` where there is none). */
export type ActionEventInput = ActionEventRow & { readonly started_ns: bigint; readonly completed_ns: bigint }

/**
 * What a load did: rows that were new, rows that differed from the stored ones, rows that were there already, and rows
 * that tell again of an event which the same import told of before. Together they are all rows.
 */
export type Loaded = {
  readonly added: number
  readonly changed: number
  readonly same: number
  readonly repeated: number
}

const columns = [
  'policy_task',
  'action_name',
  'action_type',
  'state',
  'policy_id',
  'policy_name',
  'policy_version_number',
  'workflow_name',
  'identity_id',
  'identity_name',
  'identity_type',
  'started_at',
  'started_ns',
  'completed_at',
  'completed_ns',
  'any_changes',
  'jobs_started',
  'jobs_completed',
  'jobs_errored',
  'extraction_event',
  'messages',
  'event_source',
  'dry_run',
  'extra',
] as const satisfies readonly (keyof ActionEventInput)[]

const list = [...columns, 'cause_id', 'import_id'].join(', ')
const stored = columns.map((column) => `stored.${column}`).join(', ')
const ofBatch = columns.map((column) => `batch.${column}`).join(', ')
const excluded = columns.map((column) => `excluded.${column}`).join(', ')

// A batch and what a trigger gathers of it stay in memory.
const settings = `SET temp_buffers = '32MB'; SET work_mem = '64MB'`
const batchTable = 'pg_temp.action_event_batch'
const makeBatch = `CREATE TEMP TABLE action_event_batch ON COMMIT DELETE ROWS AS
  SELECT ${list} FROM action_event WITH NO DATA`
const key = 'policy_task, name_key(action_name)'
const withStored = (table: string) => `${batchTable} AS batch
    JOIN ${table} AS stored ON stored.policy_task = batch.policy_task
      AND name_key(stored.action_name) = name_key(batch.action_name)`
const mergeInto = (table: string) => `WITH again AS (
    SELECT batch.policy_task, name_key(batch.action_name) FROM ${withStored(table)}
    WHERE stored.import_id = batch.import_id
  ), kept AS (
    SELECT batch.policy_task, name_key(batch.action_name) FROM ${withStored(table)}
    WHERE stored.import_id = ANY ($1::bigint[]) AND (${stored}) IS NOT DISTINCT FROM (${ofBatch})
  ), written AS (
    INSERT INTO ${table} AS stored (${list})
    SELECT ${list} FROM ${batchTable}
    ON CONFLICT (policy_task, name_key(action_name)) DO UPDATE
      SET (${list}) = ROW (${excluded}, excluded.cause_id, excluded.import_id)
      WHERE (${stored}) IS DISTINCT FROM (${excluded}) OR stored.import_id = ANY ($1::bigint[])
    RETURNING xmax = 0 AS fresh, (${key}) IN (SELECT * FROM again) AS repeated,
      (${key}) IN (SELECT * FROM kept) AS kept
  ) SELECT count(*) FILTER (WHERE fresh)::integer AS added,
      count(*) FILTER (WHERE NOT fresh AND NOT repeated AND NOT kept)::integer AS changed,
      (SELECT count(*)::integer FROM again) AS repeated
    FROM written`
const merge = mergeInto('action_event')
const uniqueViolation = '23505'

/** A trial has its own table, of the client alone: what it would write, and what is stored of the same events. */
const tried = 'pg_temp.action_event_tried'
const mergeTried = mergeInto(tried)
const makeTried = [
  `CREATE TEMP TABLE action_event_tried AS SELECT ${list} FROM action_event WITH NO DATA`,
  `CREATE UNIQUE INDEX action_event_tried_key ON ${tried} (${key})`,
]
const takeStored = `INSERT INTO ${tried} (${list})
  SELECT ${stored}, stored.cause_id, stored.import_id FROM ${withStored('action_event')}
  WHERE stored.import_id <> ALL ($1::bigint[]) ON CONFLICT DO NOTHING`

/** An event on its way in, with what it comes from if it failed. */
type CausedEvent = ActionEventInput & { readonly cause: Cause | undefined }

const causesIn = (rows: readonly CausedEvent[]) => rows.flatMap(({ cause }) => cause ?? [])

/** Writes batches of events, or tells what writing them would do; each `load` goes on from those before it. */
export type Loader = { load(batch: readonly ActionEventInput[]): Promise<Loaded> }

/**
 * Loads batches of events under one import, each in a transaction of its own: a row whose task and action name are
 * stored already replaces that row if it differs. `client` must have no time limits and belong to the loader alone.
 * Rows of the imports `claimed` (the demonstration, runs that were broken off) become this import's even where equal.
 */
export async function createLoader(
  client: pg.Client,
  importId: string,
  claimed: readonly string[],
): Promise<Loader> {
  await client.query(settings)
  await client.query(makeBatch)

  /** The fast way, for rows of which none is stored yet; false, and nothing written, when one is. */
  async function insert(rows: readonly CausedEvent[]): Promise<boolean> {
    try {
      await inTransaction(client, async () => {
        await writeCauses(client, causesIn(rows))
        await copyInto(client, 'action_event', rows, importId)
      })
      return true
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === uniqueViolation) return false
      throw error
    }
  }

  const upsert = (rows: readonly CausedEvent[]): Promise<Loaded> =>
    inTransaction(client, async () => {
      await writeCauses(client, causesIn(rows))
      await copyInto(client, batchTable, rows, importId)
      return await merged(client, merge, { claimed, rows: rows.length })
    })

  let allNew = true
  return {
    /** Writes one batch. When a key occurs twice in it the later row counts. */
    async load(batch: readonly ActionEventInput[]): Promise<Loaded> {
      const rows = lastOfEach(batch)
      const repeated = batch.length - rows.length
      if (allNew && (await insert(rows))) return { added: rows.length, changed: 0, same: 0, repeated }
      const loaded = await upsert(rows)
      // Batches come in runs, all new or not, and a failed fast way leaves dead rows behind.
      allNew = loaded.added === rows.length
      return { ...loaded, repeated: loaded.repeated + repeated }
    },
  }
}

/**
 * As `createLoader`, for what would be written: nothing is. Rows of the imports `gone` count as deleted before. What it
 * works with goes with the client.
 */
export async function createTrial(
  client: pg.Client,
  { claimed, gone }: { readonly claimed: readonly string[]; readonly gone: readonly string[] },
): Promise<Loader> {
  for (const statement of [settings, makeBatch, ...makeTried]) await client.query(statement)
  return {
    load: async (batch) => {
      const rows = lastOfEach(batch)
      const loaded = await inTransaction(client, async () => {
        await copyInto(client, batchTable, rows, noImport)
        await client.query(takeStored, [gone])
        return await merged(client, mergeTried, { claimed, rows: rows.length })
      })
      return { ...loaded, repeated: loaded.repeated + batch.length - rows.length }
    },
  }
}

async function copyInto(
  client: pg.Client,
  table: string,
  rows: readonly CausedEvent[],
  importId: string,
): Promise<void> {
  await pipeline(pieces(rows, importId), client.query(from(`COPY ${table} (${list}) FROM STDIN`)))
}

/** Merges the rows of the batch table. */
async function merged(
  client: pg.Client,
  statement: string,
  { claimed, rows }: { readonly claimed: readonly string[]; readonly rows: number },
): Promise<Loaded> {
  const { rows: counts } = await client.query<Omit<Loaded, 'same'>>(statement, [claimed])
  const { added = 0, changed = 0, repeated = 0 } = counts[0] ?? {}
  return { added, changed, repeated, same: rows - added - changed - repeated }
}

// One statement cannot change a row twice.
function lastOfEach(batch: readonly ActionEventInput[]): CausedEvent[] {
  const byKey = new Map<string, ActionEventInput>()
  for (const row of batch) byKey.set(`${row.policy_task}\n${row.action_name}`, row)
  return [...byKey.values()].map((row) => ({
    ...row,
    cause: row.state === 'ERRORED' ? causeOf(row.messages, [row.identity_name, row.identity_id]) : undefined,
  }))
}

const piece = 500

function* pieces(rows: readonly CausedEvent[], importId: string): Generator<string> {
  for (let at = 0; at < rows.length; at += piece) {
    let text = ''
    for (const row of rows.slice(at, at + piece))
      text += copyLine([...columns.map((column) => row[column]), row.cause?.cause_id ?? null, importId])
    yield text
  }
}

/**
 * Brings statistics up to date after a load, so that plans are right at once; the rest is autovacuum's, which begins
 * within a minute. Does nothing when less than a fiftieth of the table was written. Returns whether it ran.
 */
export async function tidyUp(client: pg.Client, written: number): Promise<boolean> {
  const { rows } = await client.query<{ before: number }>(
    `SELECT reltuples::float8 AS before FROM pg_class WHERE oid = 'action_event'::regclass`,
  )
  if (written === 0 || written < (rows[0]?.before ?? 0) / 50) return false
  await client.query('ANALYZE action_event, event_text')
  return true
}
