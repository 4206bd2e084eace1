import { useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { BulkAction, BulkAsking } from './bulk-asking.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { useServerClock } from '#queries/provider.tsx'
import { numberText } from '#ui/number-text.ts'
import { bulkChoiceOf } from '../choice/bulk-choice.ts'
import { bulkRefusal } from '../choice/bulk-refusal.ts'
import { type Covers, mayIncludeOthers, notCovered } from '../filters/others.ts'
import type { ListQuery } from '../filters/list-query.ts'
import { type Chosen, createRowChoice, type RowChoice } from '../choice/row-choice.ts'
import type { ActiveRow } from './use-active.ts'
import type { Notices } from './use-notice.ts'
import type { KnownReview } from './use-review-state.ts'

/** Chooses a row or takes it out; chooses it, and ranges begin there; or all from where they begin up to it. */
export type ChoosingWay = 'this row' | 'from here' | 'up to here'

/** Which rows are chosen, and what is done to all of them. */
export type ChosenRows = {
  readonly choice: RowChoice
  /** Chooses rows in one of the ways, this row alone unless said otherwise; says why where it cannot be chosen. */
  readonly choose: (id: number, way?: ChoosingWay) => void
  /** Asks what is done to the chosen rows; says why where it may not be done. */
  readonly ask: (action: BulkAction) => void
}

type Options = {
  readonly query: ListQuery
  readonly covers: Covers
  readonly includesOthers: boolean
  readonly place: ActiveRow
  readonly say: Notices['say']
  readonly askBulk: (asking: BulkAsking) => void
}

/**
 * The choice of rows of a list. It ends with the question that the list answers, of which the order is no part: nobody
 * who goes on to other rows, by Back and Forward too, has chosen any of them.
 */
export function useChosenRows({ rows, viewer }: KnownReview, options: Options): ChosenRows {
  const { query, covers, includesOthers, place, say, askBulk } = options
  const [choice] = useState(createRowChoice)
  const clock = useServerClock()
  const { order, stale, store, positionOf, total } = rows
  const mayTake = (id: number) => {
    const row = store.get(id)
    return !row || covers(row)
  }
  useEndWithQuestion(choice, questionOf(query, includesOthers), say)

  function choose(id: number, way: ChoosingWay = 'this row') {
    const position = positionOf(id)
    if (stale || !order || position === undefined) return
    place.active.mark(position)
    place.active.focus()
    if (!mayTake(id)) return say(notCovered)
    if (way === 'up to here') choice.extendTo(position, order, mayTake)
    else if (way === 'from here') choice.beginAt(id)
    else choice.toggle(id)
  }

  function ask(action: BulkAction) {
    const chosen = choice.get()
    if (!chosen || !query.list) return
    const refusal = bulkRefusal(action, countOf(chosen, total), viewer, clock.now())
    say(refusal)
    if (refusal !== undefined) return
    // Who may not include the rows of others is not held back from them either: the rules do.
    const includes = includesOthers || (runs(viewer) && !mayIncludeOthers(viewer))
    const of = chosen.kind === 'rows' ? 'chosen rows' : 'rows that match'
    const which = bulkChoiceOf(chosen, query.list, includes)
    const asking = { action, choice: which, of, onStarted: choice.clear }
    // In the task of the press: the next key is for the dialog.
    flushSync(() => askBulk(asking))
  }
  return { choice, choose, ask }
}

/** How many rows are chosen at most, of a list of so many. */
function countOf(chosen: Chosen, total: number): number {
  return chosen.kind === 'rows' ? chosen.count : total - chosen.excepted
}

function questionOf({ list }: ListQuery, includesOthers: boolean): string {
  return JSON.stringify([{ ...list, order_by: undefined }, includesOthers])
}

function useEndWithQuestion(choice: RowChoice, question: string, say: Notices['say']): void {
  const answered = useRef(question)
  // Before it is seen: nothing may be asked about rows that were chosen of another list.
  useLayoutEffect(() => {
    if (answered.current === question) return
    answered.current = question
    const chosen = choice.get()
    if (!chosen) return
    choice.clear()
    say(endText(chosen))
  }, [choice, question, say])
}

function endText(chosen: Chosen): string {
  if (chosen.kind === 'matching') return 'All rows of the list before were chosen. Here none is.'
  const { count } = chosen
  return `${count === 1 ? '1 row' : `${numberText(count)} rows`} of the list before ${count === 1 ? 'was' : 'were'} chosen. Here none is.`
}
