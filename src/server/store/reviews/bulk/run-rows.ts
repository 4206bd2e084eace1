import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { BulkInput } from '#contract/reviews/bulk.ts'
import type { BulkCertification, NextRows, PlannedRows, RowsAlike } from '../../../reviews/bulk-store.ts'
import type { Schema } from '../../database/schema.ts'
import { changeRowsArguments } from '../changes/change-rows.ts'
import { rowsAsFrozen } from './chosen-rows.ts'

type Db = Kysely<Schema>

/** So many rows are changed while others wait for the certification. */
const rowsAtOnce = 500
/** So many are the first: PostgreSQL prepares on them what it does, which takes as long as hundreds of rows more. */
const firstRows = 50

/** A bulk change that runs. */
type Running = Pick<
  NextRows,
  'bulk_id' | 'via' | 'input' | 'undoes' | 'new_reviewers' | 'several' | 'behind'
> & {
  /** The number of its certification. */
  readonly number: number
  /** The next rows that wait, in the order of their ids. */
  readonly ids: readonly number[]
}

/**
 * Reads the next rows of a bulk change (`BulkStore.nextRows`). `certificationOf` reads its certification, before the rows: where its rules
 * change meanwhile they are another version when the rows are written.
 */
export async function readNextRows(
  db: Db,
  maker: Actor,
  { bulk_id, behind = -1 }: { readonly bulk_id: string; readonly behind: number | undefined },
  certificationOf: (number: number) => Promise<BulkCertification>,
): Promise<NextRows | undefined> {
  const running = await readRunning(db, bulk_id, behind)
  if (!running) return undefined
  const { number, ids, ...bulk } = running
  const certification = await certificationOf(number)
  const rows = await asPreviewed(db, maker, running)
  const same = new Set(rows.flatMap((alike) => alike.ids))
  const conflicts = ids.filter((id) => !same.has(id))
  return { ...bulk, certification, rows, conflicts, last: ids.at(-1) }
}

async function readRunning(db: Db, bulk_id: string, behind: number): Promise<Running | undefined> {
  const { rows } = await sql<
    Omit<Running, 'bulk_id' | 'input' | 'undoes' | 'several'> & BulkInput & { readonly undoes: string | null }
  >`
    SELECT certification AS number, via, undoes, new_reviewers, choice, change, also_decided, reason,
      greatest(next_row - 1, ${behind}::integer) AS behind,
      ARRAY(SELECT result_id FROM bulk_row WHERE bulk_row.bulk_id = bulk.bulk_id
        AND result_id > greatest(next_row - 1, ${behind}::integer) AND left_out IS NULL AND outcome IS NULL
        ORDER BY result_id
        LIMIT CASE WHEN greatest(next_row - 1, ${behind}::integer) < 0 THEN ${firstRows}::integer ELSE ${rowsAtOnce} END) AS ids
    FROM bulk WHERE bulk_id = ${bulk_id} AND state = 'RUNNING'`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { number, via, new_reviewers, behind: from, ids, undoes, ...input } = row
  // Counted where it is not seen already: of a change that has just begun PostgreSQL may read all rows for it.
  const several = ids.length > 1 || (await isOfSeveral(db, bulk_id))
  return {
    bulk_id,
    number,
    via,
    new_reviewers,
    several,
    behind: from,
    ids,
    undoes: undoes ?? undefined,
    input,
  }
}

/** Whether a bulk change is of two rows or more. */
async function isOfSeveral(db: Db, bulk_id: string): Promise<boolean> {
  const { rows } =
    await sql`SELECT FROM bulk_row WHERE bulk_id = ${bulk_id} AND left_out IS NULL LIMIT 2`.execute(db)
  return rows.length > 1
}

/** Those rows of which the maker sees that they are as they were previewed. */
async function asPreviewed(
  db: Db,
  maker: Actor,
  { bulk_id, number, undoes, input, ids }: Running,
): Promise<readonly RowsAlike[]> {
  const [first, last] = [ids[0], ids.at(-1)]
  if (first === undefined || last === undefined) return []
  const unchangedAccess = input.choice.unchanged_access === true
  const everything = {
    filter: undefined,
    mutable_filter: undefined,
    ids: undefined,
    except: new Set<number>(),
  }
  return await rowsAsFrozen(db, maker, number, {
    waiting: { bulk_id, first, last },
    choice: { ...everything, unchangedAccess, ...(undoes !== undefined && { undoes }) },
  })
}

/** Changes rows and writes down what became of each (`BulkStore.writeRows`), by `change_bulk_rows` of `store/functions/`. */
export async function writeRows(
  db: Db,
  clock: () => Date,
  {
    next: { bulk_id, via, certification, behind, last = behind },
    maker,
    changes,
    left,
    leftAs,
    untilDue,
  }: PlannedRows,
): Promise<boolean> {
  const { number, rules_version } = certification
  const change = changeRowsArguments({ number, rules_version, actor: maker, via, clock }, changes, untilDue)
  const { rows } = await sql<{ runs: boolean }>`
    SELECT change_bulk_rows(${bulk_id}, ${behind}, ${last}, ${left}::integer[], ${leftAs}, ${change}) AS runs`.execute(
    db,
  )
  return rows[0]?.runs ?? false
}

/** Ends a bulk change of which no row waits (`BulkStore.endRun`). */
export async function endRun(db: Db, bulk_id: string, now: Date): Promise<void> {
  await sql`UPDATE bulk SET state = 'DONE', ended_at = ${now}
    WHERE bulk_id = ${bulk_id} AND state = 'RUNNING'`.execute(db)
}
