import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { type ExportedRow, withActionLog } from '../../store/reviews/results/exported-rows.ts'

/** Writes rows and their whole logs to two streams as JSON, one a line, and leaves both open. Returns how many of each. */
export async function writeLines(
  stretches: AsyncIterable<readonly ExportedRow[]>,
  outOfRows: Writable,
  outOfHistory: Writable,
): Promise<{ readonly rows: number; readonly history: number }> {
  let [rows, history] = [0, 0]
  for await (const exported of stretches) {
    await write(outOfRows, exported.map(withActionLog))
    rows += exported.length
    const entries = exported.flatMap(({ row: { result_id }, history: log }) =>
      log.map((entry) => ({ result_id, ...entry })),
    )
    await write(outOfHistory, entries)
    history += entries.length
  }
  return { rows, history }
}

async function write(out: Writable, values: readonly object[]): Promise<void> {
  if (!out.write(values.map((value) => `${JSON.stringify(value)}\n`).join(''))) await once(out, 'drain')
}
