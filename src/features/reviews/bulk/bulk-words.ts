import type { Bulk, BulkDifference } from '#contract/reviews/bulk.ts'
import { isolated } from '#std/isolate.ts'
import { numberText } from '#ui/number-text.ts'
import type { BulkAction } from '../state/bulk-asking.ts'

/** What is done to rows, in the forms that sentences need. */
export type ActionWords = {
  /** On a button, before `255 rows`. */
  readonly verb: string
  /** Behind the number of rows that it stands for: `will be rejected`. */
  readonly will: string
  /** Before `4,112 rows` while it goes on. */
  readonly doing: string
  /** Behind `255 rows were`. */
  readonly done: string
}

const words: Readonly<Record<BulkAction | 'undo', ActionWords>> = {
  accept: { verb: 'Accept', will: 'will be accepted', doing: 'Accepting', done: 'accepted' },
  reject: { verb: 'Reject', will: 'will be rejected', doing: 'Rejecting', done: 'rejected' },
  clear: {
    verb: 'Take back the decisions of',
    will: 'will have no decision any more',
    doing: 'Taking back the decisions of',
    done: 'put back to undecided',
  },
  note: { verb: 'Note on', will: 'will have this note', doing: 'Noting on', done: 'given the note' },
  reassign: { verb: 'Reassign', will: 'will be reassigned', doing: 'Reassigning', done: 'reassigned' },
  'sign off': {
    verb: 'Sign off',
    will: 'will be signed off',
    doing: 'Signing off',
    done: 'signed off',
  },
  fix: {
    verb: 'Mark as fixed',
    will: 'will be marked as fixed',
    doing: 'Marking as fixed',
    done: 'marked as fixed',
  },
  undo: { verb: 'Put back', will: 'will be put back', doing: 'Putting back', done: 'put back' },
}

/** The words for an action. */
export function wordsOf(action: BulkAction | 'undo'): ActionWords {
  return words[action]
}

const actionOfDecision: Readonly<Partial<Record<string, BulkAction>>> = {
  RESULT_DECISION_ACCEPTED: 'accept',
  RESULT_DECISION_REJECTED: 'reject',
  RESULT_DECISION_FIXED: 'fix',
  RESULT_DECISION_NONE: 'clear',
}

/** What a bulk change does to its rows. */
export function actionOf({ change, undoes }: Pick<Bulk, 'change' | 'undoes'>): BulkAction | 'undo' {
  if (undoes !== null) return 'undo'
  const { decision, signed_off_state, reviewers } = change
  if (typeof decision === 'string') return actionOfDecision[decision] ?? 'note'
  if (signed_off_state !== undefined) return 'sign off'
  return reviewers === undefined ? 'note' : 'reassign'
}

/** `1 row`, `4,112 rows`. */
export function rowsText(count: number): string {
  return `${numberText(count)} ${count === 1 ? 'row' : 'rows'}`
}

/** Why rows are left out: what follows `1 row` and `12 rows`. */
const leftOutWords: Readonly<Partial<Record<string, readonly [ofOneRow: string, ofMany: string]>>> = {
  ALREADY_SO: ['is already as asked', 'are already as asked'],
  DECIDED_BY_MAKER: ['was decided by {maker}', 'were decided by {maker}'],
  DECIDED_BY_OTHERS: ['was decided by others', 'were decided by others'],
  NOT_UNCHANGED: [
    'has other access than last time, or was not accepted then',
    'have other access than last time, or were not accepted then',
  ],
  UNDECIDED: ['has no decision', 'have no decision'],
  SIGNED_OFF: ['is signed off', 'are signed off'],
  OWN_ACCESS: ['is the access of who would decide it', 'are the access of who would decide it'],
  NOTE_NEEDED: ['lacks the reason that this review asks for', 'lack the reason that this review asks for'],
  OF_OTHERS: ['is assigned to other reviewers', 'are assigned to other reviewers'],
  TOUCHED_SINCE: ['was changed by somebody since', 'were changed by somebody since'],
  REVIEWER_GONE: [
    'would go back to somebody who may not review it now',
    'would go back to people who may not review them now',
  ],
  TOO_LATE: ['is of a review that is over', 'are of a review that is over'],
  NOT_ALLOWED: ['may not be changed so by {maker}', 'may not be changed so by {maker}'],
}

/** Why rows are left out, in words: `12 rows are signed off`; `maker` is who made the change, `you` for themselves. A reason that is not known stands by its own name. */
export function leftOutText(reason: string, count: number, maker: string): string {
  const [ofOneRow, ofMany] = leftOutWords[reason] ?? [`: ${isolated(reason)}`, `: ${isolated(reason)}`]
  return `${rowsText(count)} ${(count === 1 ? ofOneRow : ofMany).replace('{maker}', () => maker)}`
}

/** What became of rows that were to be changed; `done` is what was to be done to them. */
export function outcomeText(outcome: string, count: number, done: string): string {
  const were = count === 1 ? 'was' : 'were'
  const rows = rowsText(count)
  switch (outcome) {
    case 'DONE':
      return `${rows} ${were} ${done}`
    case 'CONFLICT':
      return `${rows} ${were} not changed: ${count === 1 ? 'it' : 'they'} had changed since the preview, or may not be changed any more`
    case 'TOO_LATE':
      return `${rows} ${were} not changed: the due time had come`
    case 'NOT_RUN':
      return `${rows} ${were} not changed: it was stopped before`
    default:
      return `${rows}: ${isolated(outcome)}`
  }
}

/** Whether a bulk change has been run, or stopped, and nothing of it goes on. */
export function isOver({ state }: Pick<Bulk, 'state'>): boolean {
  return state === 'DONE' || state === 'CANCELLED' || state === 'FAILED'
}

/** Whether a bulk change has rows that no undo of it has put back, and none is under way. */
export function hasRowsToPutBack({ outcomes, undone_by }: Pick<Bulk, 'outcomes' | 'undone_by'>): boolean {
  const back = undone_by.reduce((sum, { done }) => sum + done, 0)
  return countIn(outcomes, 'DONE') > back && undone_by.every(({ state }) => state !== 'RUNNING')
}

/** How many rows of some counts there are. */
export function countIn(
  counts: readonly { readonly of: string; readonly rows: number }[],
  of?: string,
): number {
  return counts.reduce((sum, count) => (of === undefined || count.of === of ? sum + count.rows : sum), 0)
}

/** What a preview comes to, in one sentence whose numbers add up. */
export function previewText(
  bulk: Pick<Bulk, 'total' | 'to_change' | 'left_out' | 'change' | 'undoes'>,
): string {
  const { total, to_change } = bulk
  const { will } = wordsOf(actionOf(bulk))
  const left = total - to_change
  if (total === 0) return 'None of the rows that you chose is yours to see now.'
  if (to_change === 0)
    return `None of ${rowsText(total)} ${will}: ${total === 1 ? 'it is' : 'all are'} left out.`
  if (left === 0) return `${total === 1 ? '1 row' : `All ${rowsText(total)}`} ${will}.`
  return `Of ${rowsText(total)}, ${numberText(to_change)} ${will} and ${numberText(left)} ${left === 1 ? 'is' : 'are'} left out.`
}

/** How far a bulk change is, or what it came to: `Rejecting 4,112 rows: 1,500 done`. */
export function progressText(
  bulk: Pick<Bulk, 'state' | 'to_change' | 'outcomes' | 'change' | 'undoes'>,
): string {
  const { doing, done } = wordsOf(actionOf(bulk))
  const finished = countIn(bulk.outcomes, 'DONE')
  const rows = rowsText(bulk.to_change)
  if (bulk.state !== 'RUNNING')
    return `${stateText(bulk.state)}${numberText(finished)} of ${rows} ${finished === 1 ? 'was' : 'were'} ${done}.`
  const others = countIn(bulk.outcomes) - finished
  return `${doing} ${rows}: ${numberText(finished)} done${others > 0 ? `, ${numberText(others)} not changed` : ''}`
}

/** How many of its rows a bulk change that runs has done: `1,500 of 4,112 done, 3 not changed, 2,609 to come`. */
export function advanceText({ to_change, outcomes }: Pick<Bulk, 'to_change' | 'outcomes'>): string {
  const finished = countIn(outcomes, 'DONE')
  const others = countIn(outcomes) - finished
  const left = to_change - finished - others
  return [
    `${numberText(finished)} of ${numberText(to_change)} done`,
    others > 0 && `${numberText(others)} not changed`,
    left > 0 && `${numberText(left)} to come`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** How it came that not all of the rows were changed. */
function stateText(state: string): string {
  if (state === 'FAILED') return 'The server could not go on: '
  return state === 'CANCELLED' ? 'Stopped: ' : ''
}

/** What has changed since a preview, which is why nothing was started, and how many rows are as they were. */
export function differenceText({ rules, joined, gone, changed, unchanged }: BulkDifference): string {
  const changes = [
    changed > 0 && `${rowsText(changed)} ${changed === 1 ? 'was' : 'were'} changed`,
    joined > 0 && `${rowsText(joined)} ${joined === 1 ? 'has' : 'have'} come to be among them`,
    gone > 0 && `${rowsText(gone)} ${gone === 1 ? 'is' : 'are'} not among them any more`,
    rules && 'the review or its settings were changed',
  ].filter((part) => part !== false)
  const left = `${rowsText(unchanged)} ${unchanged === 1 ? 'is as it was' : 'are as they were'}.`
  const since = `Nothing was started. Since the preview ${changes.join(', ')}.`
  return rules || unchanged === 0 ? since : `${since} ${left}`
}
