import { maxItems } from '../../../store/reviews/access/access-rows.ts'
import type { Snapshot } from '../../../store/reviews/access/load-access.ts'
import type { TooLongRow } from '../../../store/reviews/access/merge-access.ts'
import type { SnapshotSummary } from '../../../store/reviews/access/snapshot-summary.ts'
import type { Rejected } from '../file/ndjson.ts'
import type { ResultFile } from '../file/result-file.ts'

/** How many lines of one row a message names. */
const shown = 10

/**
 * What is to be done when all lines of a file are loaded: rejects every line of a row that is too long or
 * names somebody who may be several people, and reports the lines that say of their row something else than its first line. Returns what the snapshot holds then.
 */
export async function settleSnapshot(
  snapshot: Snapshot,
  { reject }: { readonly reject: (lines: readonly Rejected[]) => Promise<void> },
  report: ResultFile,
): Promise<SnapshotSummary> {
  for (const row of await snapshot.removeTooLong()) await reject(rejectsOf(row, tooLong))
  for (const row of await snapshot.removeAmbiguous())
    await reject(
      rejectsOf(row, `names somebody who may be ${row.people.join(' or ')}`).map((rejected) => ({
        ...rejected,
        value: row.value,
      })),
    )
  for await (const lines of snapshot.differing())
    await report.add(
      lines.map(({ line, first_line, differs }) => ({
        kind: 'differs from the first line of its row, which stands',
        line,
        first_line,
        fields: differs,
      })),
    )
  return await snapshot.summary()
}

const tooLong = `has more than ${maxItems} items here`

function rejectsOf({ field, lines, entities }: TooLongRow, problem: string): Rejected[] {
  const named = lines.slice(0, shown).join(', ')
  const more = lines.length > shown ? ` and ${lines.length - shown} more` : ''
  const together = `the lines ${named}${more} are one row, which ${problem}; none of them is taken`
  const error = lines.length > 1 ? together : problem
  const text = JSON.stringify(entities)
  return lines.map((line) => ({ line, text, problem: { field, error } }))
}
