import type { RowChange } from '#decisions/row-change.ts'
import { isolated } from '#std/isolate.ts'
import { decisionLook } from '../parts/decision-presentation.ts'
import { personName } from '../parts/people/person-text.ts'

/** What a change would make of a row, in words: `Rejected, “has left”`. */
export function changeText({ decision, notes, reviewers, signed_off_state }: RowChange): string {
  return [
    decision === undefined ? '' : decisionLook(decision).label,
    notes === undefined || notes === '' ? '' : notes === ' ' ? 'note cleared' : `“${isolated(notes)}”`,
    reviewers === undefined ? '' : `reviewers: ${reviewers.map(personName).join(', ') || 'nobody'}`,
    signed_off_state === undefined ? '' : 'signed off',
  ]
    .filter(Boolean)
    .join(', ')
}
