import type { WorkflowUser } from '#contract/people.ts'
import { sameUser } from '#contract/people.ts'
import type { LastTime } from '#contract/reviews/last-time.ts'
import type { ListedRow } from '#contract/reviews/result-calls.ts'
import type { HistoryEntry, Result, ResultNode } from '#contract/reviews/result.ts'
import type { ExportedRow } from '../../store/reviews/results/exported-rows.ts'
import { systemUser } from '../../store/reviews/log/system-user.ts'
import type { Cell } from './sheet-xml.ts'

type Columns<Of> = Readonly<Record<string, (of: Of) => Cell>>
type Standing = {
  readonly row: ListedRow
  readonly decided: HistoryEntry | undefined
  readonly signed: HistoryEntry | undefined
}

/** An entity as its type, id, name and one column of all its properties. */
function nodeColumns(name: 'source' | 'waypoint' | 'destination'): Columns<Standing> {
  const of =
    (cell: (node: ResultNode) => Cell) =>
    ({ row }: Standing): Cell =>
      row[name] ? cell(row[name]) : null
  return {
    [`${name}_type`]: of((node) => node.type),
    [`${name}_id`]: of((node) => node.id),
    [`${name}_name`]: of((node) => node.name),
    [`${name}_properties`]: of((node) => JSON.stringify(node.properties)),
  }
}

const rowColumns: Columns<Standing> = {
  result_id: ({ row }) => String(row.result_id),
  ...nodeColumns('source'),
  ...nodeColumns('waypoint'),
  ...nodeColumns('destination'),
  accumulated_effective_permissions: ({ row }) => JSON.stringify(row.accumulated_effective_permissions),
  accumulated_raw_permissions: ({ row }) => JSON.stringify(row.accumulated_raw_permissions),
  decision: ({ row }) => row.decision,
  decided_by: ({ decided }) => personText(decided?.user),
  decided_by_id: ({ decided }) => personKey(decided?.user),
  decided_at: ({ decided }) => decided?.time ?? null,
  notes: ({ row }) => row.notes,
  reviewers: ({ row }) => row.reviewers.map(personText).join('; '),
  reviewer_ids: ({ row }) => JSON.stringify(row.reviewers.map(personKey)),
  signed_off_state: ({ row }) => row.signed_off_state,
  signed_off_by: ({ row }) => personText(row.signed_off_by),
  signed_off_by_id: ({ row }) => personKey(row.signed_off_by),
  signed_off_at: ({ row }) => row.signed_off_at,
  in_place_of_reviewer: marked((entry) => entry.by_other === true),
  by_admin: marked(isForced),
  by_rule: marked(isByRule),
  notification_status: ({ row }) => row.notification_status,
  notification_response_infos: ({ row }) => JSON.stringify(row.notification_response_infos),
  updated_at: ({ row }) => row.updated_at,
  updated_by: ({ row }) => personText(row.updated_by),
  updated_by_id: ({ row }) => personKey(row.updated_by),
  version: ({ row }) => String(row.version),
}

/** The bulk change of which a decision or sign-off was a part, by its id. */
const bulkColumns: Columns<Standing> = {
  decided_in_bulk: ({ decided }) => bulkOf(decided),
  signed_off_in_bulk: ({ signed }) => bulkOf(signed),
}

const lastTime =
  (cell: (facts: LastTime) => Cell) =>
  ({ row: { last_time } }: Standing): Cell =>
    last_time ? cell(last_time) : null

/** What was of the access last time (docs/decisions/0046). */
const lastTimeColumns: Columns<Standing> = {
  access_change: lastTime((facts) => facts.access_change),
  added_permissions: lastTime((facts) => JSON.stringify(facts.added_permissions)),
  removed_permissions: lastTime((facts) => JSON.stringify(facts.removed_permissions)),
  added_raw_permissions: lastTime((facts) => JSON.stringify(facts.added_raw_permissions)),
  removed_raw_permissions: lastTime((facts) => JSON.stringify(facts.removed_raw_permissions)),
  last_decision: lastTime((facts) => facts.last_decision),
  last_decided_by: lastTime((facts) => personText(facts.last_reviewer)),
  last_decided_by_id: lastTime((facts) => personKey(facts.last_reviewer)),
  last_decided_at: lastTime((facts) => facts.last_decided_at),
  last_notes: lastTime((facts) => facts.last_note),
}

/** Counts the additions to the columns of these files, for who reads them by position: 2 has what was last time, and bulk. */
export const columnsVersion = 2

type LogLine = { readonly row: Result; readonly entry: HistoryEntry }

const historyColumns: Columns<LogLine> = {
  result_id: ({ row }) => String(row.result_id),
  seq: ({ entry }) => String(entry.seq),
  time: ({ entry }) => entry.time,
  action: ({ entry }) => entry.action,
  user: ({ entry }) => personText(entry.user),
  user_id: ({ entry }) => personKey(entry.user),
  via: ({ entry }) => entry.via,
  decision: ({ entry }) => entry.decision_detail?.decision ?? null,
  note: ({ entry }) => entry.note ?? entry.decision_detail?.note ?? null,
  old_reviewers: ({ entry }) => entry.reviewer_detail?.old_reviewers.map(personText).join('; ') ?? null,
  old_reviewer_ids: ({ entry }) => peopleKeys(entry.reviewer_detail?.old_reviewers),
  new_reviewers: ({ entry }) => entry.reviewer_detail?.new_reviewers.map(personText).join('; ') ?? null,
  new_reviewer_ids: ({ entry }) => peopleKeys(entry.reviewer_detail?.new_reviewers),
  in_place_of_reviewer: ({ entry }) => String(entry.by_other === true),
  by_admin: ({ entry }) => String(isForced(entry)),
  reason: ({ entry }) => entry.reason ?? null,
  by_rule: ({ entry }) => String(isByRule(entry)),
  in_bulk: ({ entry }) => bulkOf(entry),
}

/** Columns that this server writes in a form of its own: numbers, times, true and false, lists and objects of JSON. */
const plain =
  /^(result_id|seq|version|time|\w+_at|\w+_properties|\w+_permissions|\w+_infos|\w*reviewer_ids|in_place_of_reviewer|by_admin|by_rule)$/

/** A file of an export of a review: its columns, those of them with texts, and what a row gives it. */
export type ReviewTable = {
  readonly header: readonly string[]
  readonly texts: ReadonlySet<string>
  readonly linesOf: (row: ExportedRow) => readonly (readonly Cell[])[]
}

/**
 * The rows with who decided and signed them off, and whether that was in place of a reviewer, forced by an admin, or by a rule;
 * with what was last time for who is shown that.
 */
export function rowsTable(withLastTime: boolean): ReviewTable {
  const columns = { ...rowColumns, ...bulkColumns, ...(withLastTime ? lastTimeColumns : {}) }
  return {
    ...headOf(columns),
    linesOf: ({ row, history }) => {
      const decision = history.findLast(({ action }) => action === 'DECISION')
      const isStanding =
        decision?.decision_detail?.decision === row.decision && row.decision !== 'RESULT_DECISION_NONE'
      const signed = row.signed_off_state === 'SIGNED_OFF' ? history.findLast(isSignOff) : undefined
      const standing = { row, decided: isStanding ? decision : undefined, signed }
      return [Object.values(columns).map((cell) => cell(standing))]
    },
  }
}

/** The whole log of each row. */
export const historyTable: ReviewTable = {
  ...headOf(historyColumns),
  linesOf: ({ row, history }) =>
    history.map((entry) => Object.values(historyColumns).map((cell) => cell({ row, entry }))),
}

function headOf<Of>(columns: Columns<Of>): Pick<ReviewTable, 'header' | 'texts'> {
  const header = Object.keys(columns)
  return { header, texts: new Set(header.filter((name) => !plain.test(name))) }
}

function marked(mark: (entry: HistoryEntry) => boolean) {
  return ({ decided, signed }: Standing): Cell =>
    String([decided, signed].some((entry) => entry && mark(entry)))
}

function isSignOff({ action }: HistoryEntry): boolean {
  return action === 'SIGNED_OFF'
}

/**
 * The log gives a reason, if only an empty one, where an admin has forced what it tells (`change-row.ts`). A change of many rows
 * also gives one where it is of others' rows, which is not forced, and forces nothing but to undo sign-offs.
 */
function isForced({ reason, in_bulk, action }: HistoryEntry): boolean {
  return reason !== undefined && (in_bulk === undefined || action === 'SIGN_OFF_UNDONE')
}

function bulkOf(entry: HistoryEntry | undefined): Cell {
  return entry?.in_bulk ?? null
}

function isByRule({ user }: HistoryEntry): boolean {
  return sameUser(user, systemUser)
}

/** `Ada Lovelace <ada@example.com>` */
function personText(user: WorkflowUser | null | undefined): string | null {
  if (!user) return null
  return user.email && user.name ? `${user.name} <${user.email}>` : user.name || user.email || user.id
}

/** A person for programs: the type and the id, which together say who it is. */
function personKey(user: WorkflowUser | null | undefined): string | null {
  return user ? `${user.user_type}:${user.id}` : null
}

function peopleKeys(users: readonly WorkflowUser[] | undefined): string | null {
  return users ? JSON.stringify(users.map(personKey)) : null
}
