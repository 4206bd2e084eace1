import type { ResultGroup } from '#contract/reviews/result-groups.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { RowStore } from '#decisions/row-store.ts'
import type { RowOrder } from '#queries/reviews/positions.ts'
import { createKeyedEmitter } from '#std/emitter.ts'
import type { GroupLines } from '#table/grid/group-lines.ts'

const keys = ['none', 'accepted', 'rejected', 'fixed', 'signed_off'] as const
/** How many rows of a group have no decision, each of the decisions, and a sign-off. */
export type Counts = Readonly<Record<(typeof keys)[number], number>>

/** The counts of the groups of a list. */
export type GroupCounts = {
  /** The same object until they change. */
  readonly of: (group: number) => Counts
  readonly subscribe: (group: number, fn: () => void) => () => void
  /** Begins to follow the rows; returns how to stop. */
  readonly follow: () => () => void
}

/** Groups of so many rows are counted anew where all of them are here. */
const countable = 500

type Standing = Pick<Result, 'decision' | 'signed_off_state'>
type Groups = Pick<GroupLines, 'groupOf' | 'firstOf' | 'sizeOf'>

/**
 * The counts of groups: those of the rows that are here where these are all; else as they stood when the list was read, with
 * what has become of rows since that were here by then. `groups` tells which positions a group has.
 */
export function createGroupCounts(
  { groups: read = [], positionOf, idAt }: Pick<RowOrder, 'groups' | 'positionOf' | 'idAt'>,
  store: Pick<RowStore, 'get' | 'all' | 'subscribeToAll'>,
  groups: Groups,
): GroupCounts {
  const before = new Map<number, Standing>()
  const since = new Map<number, Counts>()
  const known = new Map<number, Counts>()
  const { subscribe, emit } = createKeyedEmitter<number>()
  for (const row of store.all()) before.set(row.result_id, row)

  function look(id: number) {
    const position = positionOf(id)
    const row = store.get(id)
    if (position === undefined || !row) return
    const group = groups.groupOf(position)
    const was = before.get(id)
    before.set(id, row)
    if (was) since.set(group, sum(since.get(group) ?? none, sum(countsOf(row), countsOf(was), -1)))
    known.delete(group)
    emit(group)
  }

  function counted(group: number): Counts | undefined {
    const first = groups.firstOf(group)
    const size = groups.sizeOf(group)
    if (size > countable) return undefined
    let counts = none
    for (let position = first; position < first + size; position += 1) {
      const id = idAt(position)
      const row = id === undefined ? undefined : store.get(id)
      if (!row) return undefined
      counts = sum(counts, countsOf(row))
    }
    return counts
  }

  return {
    of(group) {
      const kept = known.get(group)
      if (kept) return kept
      const counts = counted(group) ?? sum(asRead(read[group]), since.get(group) ?? none)
      known.set(group, counts)
      return counts
    },
    subscribe,
    follow: () => store.subscribeToAll(look),
  }
}

const none: Counts = { none: 0, accepted: 0, rejected: 0, fixed: 0, signed_off: 0 }

function asRead(group: ResultGroup | undefined): Counts {
  return group ?? none
}

function countsOf({ decision, signed_off_state }: Standing): Counts {
  return {
    none: Number(decision === 'RESULT_DECISION_NONE'),
    accepted: Number(decision === 'RESULT_DECISION_ACCEPTED'),
    rejected: Number(decision === 'RESULT_DECISION_REJECTED'),
    fixed: Number(decision === 'RESULT_DECISION_FIXED'),
    signed_off: Number(signed_off_state === 'SIGNED_OFF'),
  }
}

function sum(counts: Counts, more: Counts, times = 1): Counts {
  return {
    none: counts.none + times * more.none,
    accepted: counts.accepted + times * more.accepted,
    rejected: counts.rejected + times * more.rejected,
    fixed: counts.fixed + times * more.fixed,
    signed_off: counts.signed_off + times * more.signed_off,
  }
}
