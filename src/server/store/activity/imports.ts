import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { ActionEventRef } from '#contract/activity/action-event.ts'
import type { ActionEventOrigin, ActivityFreshness } from '#contract/activity/origin-calls.ts'
import { isEvent } from './action-events.ts'
import type { Schema } from '../database/schema.ts'

/** What an import brings in. */
type Kind = 'action-events' | 'certification'
const events: Kind = 'action-events'

/** The id that no import has. */
export const noImport = '0'

/** Begins the record of an import or of a demonstration. Returns its id. */
export async function startImport(
  db: Kysely<Schema>,
  { fileName, demo, kind = events }: { fileName: string; demo: boolean; kind?: Kind },
): Promise<string> {
  const row = await db
    .insertInto('import_run')
    .values({
      kind,
      demo,
      file_name: fileName,
      sha256: null,
      actor: 'local',
      finished_at: null,
      removed_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Completes the record: the SHA-256 of the file's bytes, how many lines it had and how many were rejected. */
export async function finishImport(
  db: Kysely<Schema>,
  id: string,
  { sha256, lines, rejected }: { sha256: string | null; lines: number; rejected: number },
): Promise<void> {
  await db
    .updateTable('import_run')
    .set({ sha256, lines: String(lines), rejected: String(rejected), finished_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

/** Whether events of the demonstration are stored, and whether any others were ever imported. */
export async function importState(db: Kysely<Schema>): Promise<{ demo: boolean; imported: boolean }> {
  const row = await db
    .selectFrom('import_run')
    .select([
      sql<boolean>`coalesce(bool_or(demo AND removed_at IS NULL), false)`.as('demo'),
      sql<boolean>`coalesce(bool_or(NOT demo), false)`.as('imported'),
    ])
    .where('kind', '=', events)
    .executeTakeFirstOrThrow()
  return row
}

/** Whether a demonstration is to be loaded at a first start: none was ever completed and nothing was imported. */
export async function lacksEvents(db: Kysely<Schema>): Promise<boolean> {
  const run = await db
    .selectFrom('import_run')
    .select('id')
    .where((where) => where.or([where('demo', '=', false), where('finished_at', 'is not', null)]))
    .executeTakeFirst()
  return run === undefined
}

/**
 * Imports whose rows a new import makes its own even where they are equal: demonstrations, and runs broken off. `except`
 * is the new one, where it has its record.
 */
export async function claimableImports(db: Kysely<Schema>, except = noImport): Promise<string[]> {
  const rows = await db
    .selectFrom('import_run')
    .select('id')
    .where('id', '<>', except)
    .where((where) => where.or([where('demo', '=', true), where('finished_at', 'is', null)]))
    .execute()
  return rows.map((row) => row.id)
}

/** The imports whose rows `removeDemo` would delete. */
export async function demoImports(db: Kysely<Schema>): Promise<string[]> {
  const rows = await db
    .selectFrom('import_run')
    .select('id')
    .where('demo', '=', true)
    .where('removed_at', 'is', null)
    .execute()
  return rows.map((row) => row.id)
}

/** Deletes the rows of every demonstration and marks their records. Returns how many rows went. */
export async function removeDemo(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(`
    WITH gone AS (UPDATE import_run SET removed_at = now() WHERE demo AND removed_at IS NULL RETURNING id)
    DELETE FROM action_event USING gone WHERE import_id = gone.id`)
  return rowCount ?? 0
}

/** How many rows `removeDemo` would delete. */
export async function countDemo(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ events: number }>(`
    SELECT count(*)::integer AS events FROM action_event JOIN import_run AS run ON run.id = import_id
    WHERE run.demo AND run.removed_at IS NULL`)
  return rows[0]?.events ?? 0
}

/** How fresh the stored events are, for the tab: the last import that was completed, and whether there is a demo. */
export async function freshness(db: Kysely<Schema>): Promise<ActivityFreshness> {
  const { demo } = await importState(db)
  const last = await db
    .selectFrom('import_run')
    .select(['file_name', 'finished_at', 'lines', 'rejected', 'actor'])
    .where('kind', '=', events)
    .where('demo', '=', false)
    .where('finished_at', 'is not', null)
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last?.finished_at) return { demo, last_import: null }
  return {
    demo,
    last_import: {
      file_name: last.file_name,
      finished_at: rfc3339(last.finished_at),
      lines: Number(last.lines),
      rejected: Number(last.rejected),
      actor: last.actor,
    },
  }
}

/** Which import an event came from, or undefined when there is no such event. */
export async function originOf(
  db: Kysely<Schema>,
  ref: ActionEventRef,
): Promise<ActionEventOrigin | undefined> {
  const run = await db
    .selectFrom('import_run')
    .selectAll()
    .where('id', '=', (where) =>
      where
        .selectFrom('action_event')
        .select('import_id')
        .where(sql<boolean>`${isEvent(ref)}`),
    )
    .executeTakeFirst()
  if (!run) return undefined
  if (run.demo) return { demo: true, import: null }
  return {
    demo: false,
    import: {
      id: run.id,
      file_name: run.file_name,
      // Known when the whole file has been read; empty for a run that was broken off.
      sha256: run.sha256 ?? '',
      finished_at: run.finished_at && rfc3339(run.finished_at),
      actor: run.actor,
    },
  }
}

// Sessions write times in ISO form and UTC (connect.ts).
function rfc3339(timestamp: string): string {
  return timestamp.replace(' ', 'T').replace(/\+00$/, 'Z')
}
