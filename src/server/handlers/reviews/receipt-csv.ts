import type { WorkflowUser } from '#contract/people.ts'
import { type Bulk, BulkChange, type BulkRow } from '#contract/reviews/bulk.ts'
import { csvOf } from '../../write-csv.ts'

type Cell = (row: BulkRow, bulk: Bulk) => string

/** First what a row is, how it was and what became of it, then what is the same in each line: who asked for what, when and why. */
const columns: Readonly<Record<string, Cell>> = {
  result_id: ({ result_id }) => String(result_id),
  source_type: (row) => row.source_type,
  source_id: (row) => row.source_id,
  source_name: (row) => row.source_name,
  waypoint_type: (row) => row.waypoint_type,
  waypoint_id: (row) => row.waypoint_id,
  waypoint_name: (row) => row.waypoint_name,
  destination_type: (row) => row.destination_type,
  destination_id: (row) => row.destination_id,
  destination_name: (row) => row.destination_name,
  decision_before: ({ before }) => before.decision,
  note_before: ({ before }) => before.notes,
  signed_off_before: ({ before }) => String(before.signed_off),
  of_others: ({ others }) => String(others),
  left_out: ({ left_out }) => left_out ?? '',
  outcome: ({ left_out, outcome }) => outcome ?? (left_out === null ? 'WAITING' : ''),
  certification_id: (_, { certification_id }) => certification_id,
  bulk_id: (_, { bulk_id }) => bulk_id,
  asked_change: (_, bulk) => changeName(bulk),
  asked_note: (_, { change, undoes }) => (undoes === null ? BulkChange.parse(change).notes : '') ?? '',
  asked_reviewers: (_, { new_reviewers }) => (new_reviewers ?? []).map(personText).join('; '),
  reason: (_, { reason }) => reason,
  made_by: (_, { made_by }) => personText(made_by),
  started_at: (_, { started_at }) => started_at ?? '',
  ended_at: (_, { ended_at }) => ended_at ?? '',
}

const nodeTexts = ['source', 'waypoint', 'destination'].flatMap((node) =>
  ['type', 'id', 'name'].map((text) => `${node}_${text}`),
)
/** Columns whose texts people have written: a spreadsheet must not take them for formulas. */
const texts = new Set([...nodeTexts, 'note_before', 'asked_note', 'asked_reviewers', 'reason', 'made_by'])

/** The receipt of a bulk change as the text of a CSV file, in parts: a line for each row, in the order of their ids. */
export function receiptCsv(bulk: Bulk, batches: AsyncIterable<readonly BulkRow[]>): AsyncIterable<string> {
  return csvOf({ header: Object.keys(columns), texts, rows: cellsOf(bulk, batches) })
}

async function* cellsOf(bulk: Bulk, batches: AsyncIterable<readonly BulkRow[]>) {
  for await (const rows of batches)
    yield rows.map((row) => Object.values(columns).map((cell) => cell(row, bulk) || null))
}

/** What was asked for, in the names of the API; an undo by the change that it takes back. */
function changeName({ change, undoes }: Bulk): string {
  if (undoes !== null) return `UNDO ${undoes}`
  const { decision, signed_off_state, reviewers } = BulkChange.parse(change)
  if (decision !== undefined) return decision
  if (signed_off_state !== undefined) return signed_off_state
  return reviewers === undefined ? 'NOTE' : 'REVIEWERS'
}

function personText({ name, email, id }: WorkflowUser): string {
  return [name, email || id].filter(Boolean).join(' ')
}
