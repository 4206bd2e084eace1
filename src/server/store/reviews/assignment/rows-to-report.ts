import type pg from 'pg'
import type { PassedOver } from './assign-reviewers.ts'
import type { PlannedAssignment } from './plan-assignment.ts'

/** A line whose row nobody reviews, or some of those who were asked for do not, with other lines of the same row. */
export type RowToReport = {
  readonly line: number
  readonly other_lines: readonly number[]
  readonly unassigned: boolean
  readonly passed_over: readonly PassedOver[]
}

const rowsAtOnce = 10_000

/** Reads them in the order of the lines, some at a time; the transaction that has planned the assignment is still open. */
export async function* rowsToReport(
  client: pg.Client,
  planned: PlannedAssignment,
): AsyncGenerator<readonly RowToReport[]> {
  const { text, parameters } = planned.rows('row_key, line')
  await client.query(
    `DECLARE reported CURSOR FOR SELECT line, passed_over, people = '[]' AS unassigned,
       ARRAY(SELECT other.line FROM pg_temp.merged_line AS other WHERE other.row_key = planned.row_key ORDER BY 1)
         AS other_lines
     FROM (${text}) AS planned
     WHERE people = '[]' OR passed_over @? '$[*] ? (@.person != "")' ORDER BY line`,
    [...parameters],
  )
  for (;;) {
    const { rows } = await client.query<RowToReport>(`FETCH ${rowsAtOnce} FROM reported`)
    if (rows.length === 0) break
    yield rows
  }
  await client.query('CLOSE reported')
}
