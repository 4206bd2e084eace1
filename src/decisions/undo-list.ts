import type { Result } from '#contract/reviews/result.ts'
import { decisions } from '#contract/reviews/review-enums.ts'
import { partOf, type RowChange } from './row-change.ts'

type Decided = Pick<Result, 'decision' | 'notes'>
type Step = { readonly id: number; readonly before: Decided; readonly after: Decided }

/** What a reader has decided and noted, newest last, each with the values before. */
export type UndoList = {
  readonly push: (row: Decided & Pick<Result, 'result_id'>, change: RowChange) => void
  /** The newest step and the change that takes it back; undefined when there is none. It is taken off the list. */
  readonly pop: () => { readonly id: number; readonly after: Decided; readonly change: RowChange } | undefined
  /** The id of the row of the newest step. */
  readonly newest: () => number | undefined
  /** Forgets all steps: something that is no step has come after them. */
  readonly clear: () => void
  /** Forgets the steps of a row, where a colleague or the server had the last word. */
  readonly forget: (id: number) => void
}

const maxSteps = 200

/** Starts without steps. */
export function createUndoList(): UndoList {
  let steps: Step[] = []
  return {
    push(row, change) {
      if (change.decision === undefined && change.notes === undefined) return
      const before = { decision: row.decision, notes: row.notes }
      steps = [
        ...steps.slice(1 - maxSteps),
        { id: row.result_id, before, after: { ...before, ...decidedPart(change) } },
      ]
    },
    pop() {
      const step = steps.at(-1)
      steps = steps.slice(0, -1)
      return step && { id: step.id, after: step.after, change: wayBack(step) }
    },
    newest: () => steps.at(-1)?.id,
    clear: () => void (steps = []),
    forget(id) {
      steps = steps.filter((step) => step.id !== id)
    },
  }
}

function decidedPart(change: RowChange): Partial<Decided> {
  const { decision, notes } = partOf(change)
  return { ...(decision === undefined ? {} : { decision }), ...(notes === undefined ? {} : { notes }) }
}

function wayBack({ before, after }: Step): RowChange {
  const decision = decisions.find((known) => known === before.decision && known !== after.decision)
  // A blank is what clears a note.
  if (before.notes !== after.notes) return { ...(decision && { decision }), notes: before.notes || ' ' }
  // A decision may need its reason again, although the row still has it.
  return { ...(decision && { decision }), ...(decision && before.notes ? { notes: before.notes } : {}) }
}
