import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { BulkInput, BulkOutcome } from '#contract/reviews/bulk.ts'
import type {
  BulkCertification,
  BulkChangeOfRows,
  RowsAlike,
  RunningBulk,
} from '../../../reviews/bulk-store.ts'
import type { Schema } from '../../database/schema.ts'
import { changeRows, type RowOutcome } from '../changes/change-rows.ts'
import { forgetAttempts } from './end-bulks.ts'
import { rowsAsFrozen } from './chosen-rows.ts'

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
  readonly new_reviewers: RunningBulk['new_reviewers']
  readonly several: boolean
  /** No row with a smaller id waits. */
  readonly next_row: number
}

/** Keeps a bulk change running until the transaction ends; undefined where it runs no more. */
export async function lockRunning(db: Db, bulk_id: string): Promise<Omit<Running, 'bulk_id'> | undefined> {
  const { rows } = await sql<
    Pick<Running, 'certification' | 'via' | 'new_reviewers' | 'several' | 'next_row'> &
      BulkInput & { undoes: string | null }
  >`
    SELECT certification, via, undoes, new_reviewers, next_row, choice, change, also_decided, reason,
      (SELECT count(*) > 1 FROM (SELECT FROM bulk_row WHERE bulk_row.bulk_id = bulk.bulk_id AND left_out IS NULL
        ORDER BY result_id LIMIT 2)) AS several
    FROM bulk
    WHERE bulk_id = ${bulk_id} AND state = 'RUNNING' FOR UPDATE`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { certification, via, new_reviewers, several, next_row, undoes, ...input } = row
  return { certification, via, new_reviewers, several, next_row, undoes: undoes ?? undefined, input }
}

/** What can be done to a bulk change that is locked; whoever changes its certification meanwhile waits only for `write`. */
export function openRun(
  db: Db,
  maker: Actor,
  running: Running,
  { certification, clock }: { readonly certification: BulkCertification; readonly clock: () => Date },
): RunningBulk {
  const { bulk_id, input, via, undoes, new_reviewers, several } = running
  return {
    certification,
    input,
    undoes,
    new_reviewers,
    several,
    next: () => nextRows(db, maker, running),
    note: (outcome, ids) => noteOutcome(db, { bulk_id, outcome }, ids),
    async write(rows, untilDue) {
      const { number, rules_version } = certification
      const planned = rowsOf(rows).map(({ plan, ...row }) => ({
        on: { ...row, number, rules_version },
        plan,
      }))
      const outcomes = await changeRows(db, { actor: maker.user, via, clock }, planned, untilDue)
      // What has changed since it was read waits for the next time, and is looked at anew.
      const those = (wanted: RowOutcome) =>
        planned.flatMap(({ on }) => (outcomes.get(on.result_id) === wanted ? on : []))
      const done = those('done')
      const versions = done.map(({ version }) => version + 1)
      await noteOutcome(db, { bulk_id, outcome: 'DONE' }, done.map(idOf), versions)
      await noteOutcome(db, { bulk_id, outcome: 'TOO_LATE' }, those('due').map(idOf))
      await forgetAttempts(db, bulk_id)
    },
    async end(now) {
      await sql`UPDATE bulk SET state = 'DONE', ended_at = ${now} WHERE bulk_id = ${bulk_id}`.execute(db)
    },
  }
}

/** Each row with its plan, in the order of the ids. */
function rowsOf(changes: readonly BulkChangeOfRows[]) {
  return changes
    .flatMap(({ chosen: { ids, versions, row }, plan }) =>
      ids.map((result_id, at) => ({ result_id, version: versions[at] ?? 0, row, plan })),
    )
    .toSorted((a, b) => a.result_id - b.result_id)
}

const idOf = ({ result_id }: { readonly result_id: number }) => result_id

async function nextRows(
  db: Db,
  maker: Actor,
  { bulk_id, certification, undoes, input, next_row }: Running,
): Promise<{ readonly rows: readonly RowsAlike[]; readonly conflicts: readonly number[] }> {
  const { rows: waiting } = await sql<{ result_id: number }>`SELECT result_id FROM bulk_row
    WHERE bulk_id = ${bulk_id} AND result_id >= ${next_row} AND left_out IS NULL AND outcome IS NULL
    ORDER BY result_id LIMIT ${rowsAtOnce}`.execute(db)
  const ids = waiting.map(({ result_id }) => result_id)
  if (ids[0] === undefined) return { rows: [], conflicts: [] }
  await sql`UPDATE bulk SET next_row = ${ids[0]} WHERE bulk_id = ${bulk_id}`.execute(db)
  const unchangedAccess = input.choice.unchanged_access === true
  const everything = {
    filter: undefined,
    mutable_filter: undefined,
    ids: undefined,
    except: new Set<number>(),
  }
  const rows = await rowsAsFrozen(db, maker, certification, {
    waiting: { bulk_id, first: ids[0], last: ids.at(-1) ?? ids[0] },
    choice: { ...everything, unchangedAccess, ...(undoes !== undefined && { undoes }) },
  })
  const same = new Set(rows.flatMap((alike) => alike.ids))
  return { rows, conflicts: ids.filter((id) => !same.has(id)) }
}

/** Writes down what became of rows, and the versions that those have which were changed. */
async function noteOutcome(
  db: Db,
  { bulk_id, outcome }: { readonly bulk_id: string; readonly outcome: BulkOutcome },
  ids: readonly number[],
  versions: readonly number[] = [],
): Promise<void> {
  if (ids.length === 0) return
  await sql`UPDATE bulk_row SET outcome = ${outcome}, version = told.version
    FROM unnest(${ids}::integer[], ${versions}::integer[]) AS told (result_id, version)
    WHERE bulk_row.bulk_id = ${bulk_id} AND bulk_row.result_id = told.result_id
      AND bulk_row.result_id BETWEEN ${Math.min(...ids)} AND ${Math.max(...ids)}`.execute(db)
}
