import { useMemo, useSyncExternalStore } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import { mutableResultFields } from '#contract/reviews/result-fields.ts'
import type { Cmp, Present, ValuePath } from '#scim/ast.ts'
import { compile, type Test } from '#scim/logic.ts'
import { matcher } from '#scim/match.ts'
import { parse } from '#scim/parse.ts'
import { typed } from '#scim/typed.ts'
import type { ReviewRows } from './review-rows.ts'
import type { RowStore } from '#decisions/row-store.ts'

const everything: Test<Result> = () => true

/**
 * Tests rows against a `mutable_filter` as the server does: reviewers are compared by email and by name. For a filter
 * that cannot be parsed, every row matches.
 */
export function stillMatches(text: string | undefined): Test<Result> {
  if (text === undefined) return everything
  try {
    return compile(typed(parse(text), mutableResultFields), leafTest)
  } catch {
    return everything
  }
}

function leafTest(leaf: Cmp | Present | ValuePath): Test<Result> {
  const test = matcher(leaf, mutableResultFields)
  if (leaf.kind !== 'cmp' || leaf.path.name !== 'reviewers') return test
  const matches = (reviewers: string) => test({ reviewers })
  return ({ reviewers }) => {
    const texts = reviewers.flatMap(({ email, name }) => [email, name])
    return leaf.op === 'ne' ? texts.every(matches) : texts.some(matches)
  }
}

/** Which rows of a list no longer are what it was asked for. */
type Moved = {
  readonly count: () => number
  readonly subscribe: (fn: () => void) => () => void
}

function followMoved(store: RowStore, isListed: (id: number) => boolean, matches: Test<Result>): Moved {
  const moved = new Set<number>()
  const look = (id: number) => {
    const row = store.get(id)
    if (row && isListed(id) && !matches(row)) moved.add(id)
    else moved.delete(id)
  }
  for (const row of store.all()) look(row.result_id)
  return {
    count: () => moved.size,
    subscribe: (fn) =>
      store.subscribeToAll((id) => {
        const before = moved.size
        look(id)
        if (moved.size !== before) fn()
      }),
  }
}

/** How many loaded rows no longer match the list's filter, because somebody has decided or changed them since. */
export function useMovedCount(rows: ReviewRows, mutable_filter: string | undefined): number {
  const { store, order } = rows
  const moved = useMemo(
    () => followMoved(store, (id) => order?.positionOf(id) !== undefined, stillMatches(mutable_filter)),
    [store, order, mutable_filter],
  )
  return useSyncExternalStore(moved.subscribe, moved.count)
}
