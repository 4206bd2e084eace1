import { isDeepStrictEqual } from 'node:util'
import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { BulkInput, BulkOutcome } from '#contract/reviews/bulk.ts'
import type { BulkCertification, ChosenRow, RunningBulk } from '../../../reviews/bulk-store.ts'
import type { Schema } from '../../database/schema.ts'
import { changeRows } from '../changes/change-rows.ts'
import { frozen } from './bulk-rows.ts'
import { forgetAttempts } from './end-bulks.ts'
import { rowsWithIds } from './chosen-rows.ts'

type Db = Kysely<Schema>

/** So many rows are changed while others wait for the certification. */
const rowsAtOnce = 500

/** A bulk change that runs. */
export type Running = {
  readonly bulk_id: string
  readonly certification: number
  readonly via: string
  readonly input: BulkInput
  readonly undoes: string | undefined
  readonly several: boolean
}

/** Keeps a bulk change running until the transaction ends; undefined where it runs no more. */
export async function lockRunning(db: Db, bulk_id: string): Promise<Omit<Running, 'bulk_id'> | undefined> {
  const { rows } = await sql<
    Pick<Running, 'certification' | 'via' | 'several'> & BulkInput & { undoes: string | null }
  >`
    SELECT certification, via, undoes, choice, change, also_decided, reason,
      (SELECT count(*) > 1 FROM (SELECT FROM bulk_row WHERE bulk_row.bulk_id = bulk.bulk_id AND left_out IS NULL LIMIT 2)) AS several
    FROM bulk
    WHERE bulk_id = ${bulk_id} AND state = 'RUNNING' FOR UPDATE`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { certification, via, several, undoes, ...input } = row
  return { certification, via, several, undoes: undoes ?? undefined, input }
}

/** What can be done to a bulk change that is locked; whoever changes its certification meanwhile waits only for `write`. */
export function openRun(
  db: Db,
  maker: Actor,
  running: Running,
  { certification, clock }: { readonly certification: BulkCertification; readonly clock: () => Date },
): RunningBulk {
  const { bulk_id, input, via, undoes, several } = running
  return {
    certification,
    input,
    undoes,
    several,
    next: () => nextRows(db, maker, running),
    note: (outcome, ids) =>
      noteOutcomes(
        db,
        bulk_id,
        ids.map((result_id) => ({ result_id, outcome })),
      ),
    async write(rows, untilDue) {
      const { number, rules_version } = certification
      const planned = rows.map(({ chosen, plan }) => ({ on: { ...chosen, number, rules_version }, plan }))
      const outcomes = await changeRows(db, { actor: maker.user, via, clock }, planned, untilDue)
      const told = rows.flatMap(({ chosen: { result_id, version } }): readonly Told[] => {
        const outcome = outcomes.get(result_id)
        if (outcome === 'done') return [{ result_id, outcome: 'DONE', version: version + 1 }]
        // What has changed since it was read waits for the next time, and is looked at anew.
        return outcome === 'due' ? [{ result_id, outcome: 'TOO_LATE' }] : []
      })
      await noteOutcomes(db, bulk_id, told)
      await forgetAttempts(db, bulk_id)
    },
    async end(now) {
      await sql`UPDATE bulk SET state = 'DONE', ended_at = ${now} WHERE bulk_id = ${bulk_id}`.execute(db)
    },
  }
}

async function nextRows(
  db: Db,
  maker: Actor,
  { bulk_id, certification, undoes }: Running,
): Promise<{ readonly rows: readonly ChosenRow[]; readonly conflicts: readonly number[] }> {
  const { rows: waiting } = await sql<{ result_id: number; before: unknown }>`
    SELECT result_id, before FROM bulk_row WHERE bulk_id = ${bulk_id} AND left_out IS NULL AND outcome IS NULL
    ORDER BY result_id LIMIT ${rowsAtOnce}`.execute(db)
  const ids = waiting.map(({ result_id }) => result_id)
  const everything = { filter: undefined, mutable_filter: undefined, except: new Set<number>() }
  const choice = { ...everything, ids, unchangedAccess: true }
  const of = undoes === undefined ? choice : { ...choice, undoes }
  const now = new Map((await rowsWithIds(db, maker, certification, of)).map((row) => [row.result_id, row]))
  const rows = waiting.flatMap(({ result_id, before }) => {
    const row = now.get(result_id)
    return row && isDeepStrictEqual(before, frozen(row.row)) ? row : []
  })
  const same = new Set(rows.map(({ result_id }) => result_id))
  return { rows, conflicts: ids.filter((id) => !same.has(id)) }
}

/** What became of a row, and the version that it has then if it was changed. */
type Told = { readonly result_id: number; readonly outcome: BulkOutcome; readonly version?: number }

async function noteOutcomes(db: Db, bulk_id: string, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  await sql`UPDATE bulk_row SET outcome = told.outcome, version = told.version
    FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS told (result_id integer, outcome text, version integer)
    WHERE bulk_row.bulk_id = ${bulk_id} AND bulk_row.result_id = told.result_id`.execute(db)
}
