import { useState } from 'react'
import { mayAct } from '#contract/review-rules.ts'
import type { Decision } from '#contract/review-enums.ts'
import { situationOf } from '#queries/row-situation.ts'
import type { ReviewKit, RowDeed } from './kit.ts'
import { nextUndecided } from './next-row.ts'
import type { ReviewState } from './use-review-state.ts'

/** A deed that is asked about in a window before it is done. */
export type Asking = { readonly deed: RowDeed; readonly id: number }

export type Acts = {
  readonly act: ReviewKit['act']
  readonly asking: Asking | undefined
  /** Closes the window that asks; `done` where the deed was done in it. */
  readonly closeAsking: (done: boolean) => void
  /** Why a deed was not done, for those who cannot see the button's tooltip. */
  readonly said: string
}

const decisionOf: Readonly<Partial<Record<RowDeed, Decision>>> = {
  accept: 'RESULT_DECISION_ACCEPTED',
  reject: 'RESULT_DECISION_REJECTED',
  fix: 'RESULT_DECISION_FIXED',
}

/** What the buttons and keys of rows do. `moveTo` takes the focus to a position; undefined where decisions stay put. */
export function useActs(state: ReviewState, moveTo: ((position: number) => void) | undefined): Acts {
  const { rows, pending, reader, now } = state
  const { store, positionOf, rowAt, total } = rows
  const [asking, setAsking] = useState<Asking>()
  const [said, setSaid] = useState('')

  function moveOn(id: number) {
    const position = positionOf(id)
    if (moveTo && position !== undefined) moveTo(nextUndecided(position, total, rowAt))
  }

  function act(deed: RowDeed, id: number) {
    const row = store.get(id)
    if (!row || !reader) return
    const refusal = mayAct(deed, situationOf(row, reader, now))
    setSaid(refusal?.message ?? '')
    if (refusal) return
    const decision = decisionOf[deed]
    if (decision !== undefined && decision === row.decision) return moveOn(id)
    if (decision === undefined || asksFirst(deed, reader.settings.ui_customization_settings))
      return setAsking({ deed, id })
    pending.decide(row, { decision })
    moveOn(id)
  }

  return {
    act,
    asking,
    closeAsking: (done) => {
      setAsking(undefined)
      if (done && asking && decisionOf[asking.deed]) moveOn(asking.id)
    },
    said,
  }
}

type NoteRules = { readonly accept_notes_behavior: string; readonly reject_notes_behavior: string }

/** Whether a decision is asked about before it is made, because a reason belongs to it. */
function asksFirst(deed: RowDeed, rules: NoteRules): boolean {
  const rule =
    deed === 'accept' ? rules.accept_notes_behavior : deed === 'reject' ? rules.reject_notes_behavior : ''
  return rule === 'POP_UP_OPTIONAL' || rule === 'POP_UP_REQUIRED'
}
