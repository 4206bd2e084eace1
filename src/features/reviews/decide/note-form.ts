import type { Result } from '#contract/reviews/result.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { isBlank, written } from '#contract/text.ts'
import type { RowChange } from '#decisions/row-change.ts'

/** What a note is asked for: a decision, or a note alone. */
export type NoteAction = 'accept' | 'reject' | 'note'

type NoteForm = {
  readonly title: string
  readonly send: string
  readonly required: boolean
  /** The notes that can be chosen, in their order. */
  readonly stored: readonly string[]
}

/** How a note is asked for by the settings of the certification (veza-api B.16). */
export function noteForm(
  action: NoteAction,
  row: Pick<Result, 'decision'>,
  settings: ReviewSettings,
): NoteForm {
  const { accept_notes, reject_notes } = settings.predefined_decision_notes
  const rules = settings.ui_customization_settings
  switch (action) {
    case 'accept':
      return {
        title: 'Accept this access',
        send: 'Accept',
        required: rules.accept_notes_behavior === 'POP_UP_REQUIRED',
        stored: distinct(accept_notes),
      }
    case 'reject':
      return {
        title: 'Reject this access',
        send: 'Reject',
        required: rules.reject_notes_behavior === 'POP_UP_REQUIRED',
        stored: distinct(reject_notes),
      }
    default:
      return {
        title: 'Note on this access',
        send: 'Save note',
        required: false,
        stored: distinct(row.decision === 'RESULT_DECISION_REJECTED' ? reject_notes : accept_notes),
      }
  }
}

/** The change that a written note makes; undefined where nothing would change. */
export function noteChange(
  action: NoteAction,
  row: Pick<Result, 'notes'>,
  text: string,
): RowChange | undefined {
  const notes = written(text)
  if (action === 'note') {
    if (notes === row.notes) return undefined
    // A blank is what clears a note.
    return { notes: notes === '' ? ' ' : notes }
  }
  const decision = action === 'accept' ? 'RESULT_DECISION_ACCEPTED' : 'RESULT_DECISION_REJECTED'
  return notes === '' ? { decision } : { decision, notes }
}

/** The text once a note was chosen: in place of nothing or of another choice, else on a line of its own below it. */
export function withChosen(text: string, note: string, offered: readonly string[]): string {
  const before = written(text)
  return before === '' || offered.includes(before) ? note : `${text.trimEnd()}\n${note}`
}

function distinct(notes: readonly string[]): readonly string[] {
  return [...new Set(notes)].filter((note) => !isBlank(note))
}
