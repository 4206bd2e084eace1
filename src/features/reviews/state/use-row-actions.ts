import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { Decision } from '#contract/reviews/review-enums.ts'
import { mayAct, type RowAction } from '#contract/reviews/review-rules.ts'
import type { PendingEvent } from '#decisions/pending-changes.ts'
import { rowName } from '#decisions/row-name.ts'
import { isAgainst } from '#decisions/row-states.ts'
import { useServerClock } from '#queries/provider.tsx'
import { isBlank } from '#contract/text.ts'
import { isolated } from '#std/isolate.ts'
import { mayReaderAct, othersSession, ruleInputOf } from '#queries/reviews/rule-input.ts'
import { leavesRejection } from '../parts/rejection-note.ts'
import type { Review } from './review-provider.ts'
import { nextUndecided } from './next-row.ts'
import { paneHasFocus } from './pane.ts'
import type { Covers } from '../filters/others.ts'
import type { ActiveRow } from './use-active.ts'
import type { Notices } from './use-notice.ts'
import type { KnownReview } from './use-review-state.ts'

/** An action that a dialog asks about before it is done. */
export type Asking = {
  readonly action: RowAction
  readonly id: number
  /** Whether it was begun in the row that is open beside the list. */
  readonly inPane: boolean
}

export type RowActions = {
  readonly act: Review['act']
  /** Takes the newest change back, or says why it cannot be. */
  readonly undo: () => void
  readonly asking: Asking | undefined
  /** Closes the dialog that asks; `done` where the action was done in it. */
  readonly closeAsking: (done: boolean) => void
}

const decisionOf: Readonly<Partial<Record<RowAction, Decision>>> = {
  accept: 'RESULT_DECISION_ACCEPTED',
  reject: 'RESULT_DECISION_REJECTED',
  fix: 'RESULT_DECISION_FIXED',
  clear: 'RESULT_DECISION_NONE',
}

type Place = ActiveRow &
  Pick<Notices, 'say' | 'offerUndecided'> & {
    readonly moveOn: boolean
    readonly covers: Covers
  }

/** What the buttons and keys of rows do; `moveOn` is whether a decision goes on to the next row to decide. */
export function useRowActions(state: KnownReview, place: Place): RowActions {
  const { rows, pending, viewer } = state
  const clock = useServerClock()
  const { store, positionOf, rowAt, total } = rows
  const [asking, setAsking] = useState<Asking>()

  function moveOn(id: number, byPointer = false) {
    const position = positionOf(id)
    if (!place.moveOn || position === undefined || paneHasFocus()) return
    const next = nextUndecided(position, total, rowAt, place.covers)
    place.moveTo(next ?? position + 1, byPointer)
    if (next === undefined) place.offerUndecided()
  }

  function ask(action: RowAction, id: number) {
    // The table gets the focus back, not the button in it that opens the dialog: whoever types on would press it.
    const inPane = paneHasFocus()
    if (!inPane) place.active.focus()
    // In the task of the press: the next key may be the first of the text.
    flushSync(() => setAsking({ action, id, inPane }))
  }

  function act(action: RowAction, id: number, byPointer?: boolean) {
    const row = store.get(id)
    const position = positionOf(id)
    if (position !== undefined) place.active.mark(position)
    // Known here a moment before it is drawn.
    if (pending.isOthers()) return place.say(othersSession.message)
    if (store.isGone(id)) return place.say('This row is no longer yours to see. Nothing was done.')
    if (!row) return place.say('This row is not here yet. Nothing was done; press again when you see it.')
    if (isAgainst(pending.states.get(id))) return place.say(chooseFirst)
    // By the moment of the press: what is drawn may be a little behind.
    const refusal = mayReaderAct(action, row, viewer, clock.now())
    place.say(refusal?.message)
    if (refusal) return
    const decision = decisionOf[action]
    if (decision === undefined || asksFirst(action, viewer.settings.ui_customization_settings))
      return ask(action, id)
    if (decision === row.decision) return place.say(already)
    pending.decide(row, { decision })
    moveOn(id, byPointer)
    // Behind the step to the next row, which takes away what was said before.
    if (row.decision === 'RESULT_DECISION_REJECTED' && leavesRejection(decision) && !isBlank(row.notes))
      place.say(`The note of the rejection stays: “${isolated(row.notes)}”`, id)
  }

  function undo() {
    if (pending.isOthers()) return place.say(othersSession.message)
    const id = pending.undoes()
    const row = id === undefined ? undefined : store.get(id)
    const refusal = row && mayAct('note', { ...ruleInputOf(row, viewer, clock.now()), signedOff: false })
    if (refusal) return place.say(refusal.message)
    const event = pending.undo()
    const position = id === undefined ? undefined : positionOf(id)
    // What is pressed next is meant for the row that it was about.
    if (position !== undefined && !paneHasFocus()) place.moveTo(position)
    place.say(undoText(event))
  }

  return {
    act,
    undo,
    asking,
    closeAsking: (done) => {
      setAsking(undefined)
      if (done && asking && !asking.inPane && decisionOf[asking.action]) moveOn(asking.id)
    },
  }
}

/** What came of taking the newest change back. */
function undoText(event: PendingEvent): string {
  switch (event.kind) {
    case 'undone':
      return `Taken back: ${rowName(event.row)}.`
    case 'not undone':
      return 'Not taken back: the row has been changed since.'
    default:
      return 'There is nothing to take back.'
  }
}

/** Nobody is taken on to another row by a key that did nothing. */
const already = 'This row is decided so already.'

/** A change that is put behind one which stands against a colleague's would wait with it, whatever is seen by then. */
const chooseFirst =
  'Your earlier change of this row is not saved, because the row has been changed since. Choose between the two versions, or give yours up, before you change the row again.'

type NoteRules = { readonly accept_notes_behavior: string; readonly reject_notes_behavior: string }

/** Whether a decision is asked about before it is made, because a reason belongs to it. */
function asksFirst(action: RowAction, rules: NoteRules): boolean {
  const rule =
    action === 'accept' ? rules.accept_notes_behavior : action === 'reject' ? rules.reject_notes_behavior : ''
  return rule === 'POP_UP_OPTIONAL' || rule === 'POP_UP_REQUIRED'
}
