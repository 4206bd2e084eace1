import type { HistoryEntry, Result } from '#contract/reviews/result.ts'
import { isBlank } from '#contract/text.ts'

/**
 * The rejection whose reason still stands as the note of a row that is rejected no more: a decision without a note keeps
 * the one that is there. Undefined where the note is another's, or there is none. `history` is oldest first.
 */
export function rejectionOfNote(
  { decision, notes }: Pick<Result, 'decision' | 'notes'>,
  history: readonly HistoryEntry[],
): HistoryEntry | undefined {
  if (isBlank(notes) || !leavesRejection(decision)) return undefined
  const author = history.findLast(writesNote)
  return author?.decision_detail?.decision === 'RESULT_DECISION_REJECTED' ? author : undefined
}

/** Whether a decision is one that the reason of a rejection no longer fits. */
export function leavesRejection(decision: string): boolean {
  return decision === 'RESULT_DECISION_ACCEPTED' || decision === 'RESULT_DECISION_NONE'
}

function writesNote({ action, decision_detail }: HistoryEntry): boolean {
  return action === 'NOTE_ADDED' || !isBlank(decision_detail?.note ?? '')
}
