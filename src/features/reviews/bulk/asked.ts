import { isBlank, textProblem, written } from '#contract/text.ts'
import { type BulkChange, type BulkInput, maxChosenAs } from '#contract/reviews/bulk.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { noteProblem } from '#contract/reviews/result.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { idsIn } from '#queries/reviews/bulk/id-runs.ts'
import { runsOf } from '#queries/reviews/positions.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import { type NoteAction, noteForm } from '../decide/note-form.ts'
import { personName } from '../parts/people/person-text.ts'
import type { BulkAction, BulkAsking } from '../state/bulk-asking.ts'

/** What the reader has said about a bulk change so far. */
export type Answers = {
  readonly note: string
  readonly people: readonly WorkflowUser[]
  /** Why rows of others are changed. */
  readonly reason: string
  /** Whether only rows of the list are meant, of a sign-off of a filtered list. */
  readonly listOnly: boolean
  readonly alsoDecided: boolean
}

export const noAnswers: Answers = { note: '', people: [], reason: '', listOnly: false, alsoDecided: false }

/** What has to be asked before there is a preview. */
export type Questions = {
  /** How a note is asked for; undefined where none is. */
  readonly note: Pick<ReturnType<typeof noteForm>, 'required' | 'stored'> | undefined
  readonly noteAction: NoteAction
  readonly people: boolean
  /** The name of the one person whose place they take; undefined where it is that of all who review a row. */
  readonly inPlaceOf: string | undefined
  readonly reason: boolean
}

/** What is asked about a bulk change: its note by the settings of the review, its people, and why rows of others change. */
export function questionsOf(
  { action, choice, replaces }: Pick<BulkAsking, 'action' | 'choice' | 'replaces'>,
  viewer: ReviewViewer,
): Questions {
  const { settings } = viewer
  const noteAction = action === 'accept' || action === 'reject' ? action : 'note'
  const { required, stored } = noteForm(noteAction, { decision: '' }, settings)
  // What is accepted by what was last time says why.
  const byLastTime = choice.unchanged_access === true || choice.last_time_filter !== undefined
  const always = action === 'note' || (action === 'accept' && byLastTime)
  const isAsked = always || asksForNote(action, settings.ui_customization_settings)
  return {
    note: isAsked ? { required: required || always, stored } : undefined,
    noteAction,
    people: action === 'reassign',
    inPlaceOf: replaces && personName(replaces),
    reason: choice.include_others === true && runs(viewer),
  }
}

/** A rejection is asked for its reason also where one is not: it is one for many. */
function asksForNote(action: BulkAction, rules: { readonly accept_notes_behavior: string }): boolean {
  if (action !== 'accept') return action === 'reject' || action === 'note'
  return (
    rules.accept_notes_behavior === 'POP_UP_OPTIONAL' || rules.accept_notes_behavior === 'POP_UP_REQUIRED'
  )
}

/** What is wrong with the note as it stands; undefined where it can be sent. */
export function noteFault(questions: Questions, note: string): string | undefined {
  if (!questions.note) return undefined
  if (questions.note.required && isBlank(note))
    return questions.noteAction === 'note' ? 'Write the note first.' : 'A reason is needed here.'
  const wrong = noteProblem(written(note))
  return wrong && `The note ${wrong}. Change that first.`
}

/** What a preview is asked with; `unsaved` are rows that are left out because changes of them are not saved. */
export function inputOf(
  { action, choice, of, replaces }: Pick<BulkAsking, 'action' | 'choice' | 'of' | 'replaces'>,
  { note, people, reason, alsoDecided }: Answers,
  unsaved: readonly number[],
): BulkInput {
  const except = unsaved.length > 0 ? { except: runsOf([...unsaved, ...idsIn(choice.except)]) } : {}
  const why = written(reason)
  return {
    choice: { ...(action === 'fix' ? rejectedOf(choice) : choice), ...except, ...calledAs(of) },
    change: { ...changeOf(action, written(note), people), ...(replaces && { replaces: keyOf(replaces) }) },
    ...((alsoDecided || action === 'fix') && { also_decided: true }),
    ...(why !== '' && { reason: why }),
  }
}

/** What the page calls the rows, for the receipt; nothing where it can be kept as no text of one line. */
function calledAs(of: string): { chosen_as?: string } {
  const text = [...of].slice(0, maxChosenAs).join('')
  return isBlank(text) || textProblem(text, maxChosenAs) !== undefined ? {} : { chosen_as: text }
}

/** What is fixed was rejected: an accepted row that is chosen beside stays accepted. */
function rejectedOf(choice: BulkAsking['choice']): BulkAsking['choice'] {
  const rejected = 'decision eq "RESULT_DECISION_REJECTED"'
  const { mutable_filter } = choice
  return { ...choice, mutable_filter: mutable_filter ? `(${mutable_filter}) and ${rejected}` : rejected }
}

function changeOf(action: BulkAction, notes: string, people: readonly WorkflowUser[]): BulkChange {
  const withNote = notes === '' ? {} : { notes }
  switch (action) {
    case 'accept':
      return { decision: 'RESULT_DECISION_ACCEPTED', ...withNote }
    case 'reject':
      return { decision: 'RESULT_DECISION_REJECTED', ...withNote }
    case 'clear':
      return { decision: 'RESULT_DECISION_NONE' }
    case 'fix':
      return { decision: 'RESULT_DECISION_FIXED' }
    case 'note':
      return withNote
    case 'reassign':
      return { reviewers: people.map(keyOf) }
    default:
      return { signed_off_state: 'SIGNED_OFF' }
  }
}

const keyOf = ({ user_type, id }: WorkflowUser) => ({ user_type, id })
