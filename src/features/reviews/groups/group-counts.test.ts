import { beforeEach, describe, expect, test } from 'vitest'
import { createRowStore } from '#decisions/row-store.ts'
import { orderOf } from '#queries/reviews/positions.ts'
import { groupLines } from '#table/grid/group-lines.ts'
import { aResult } from '#testing/result.ts'
import { createGroupCounts } from './group-counts.ts'

const group = (rows: number, none: number) => ({
  key: '',
  name: '',
  type: '',
  id: '',
  rows,
  none,
  accepted: rows - none,
  rejected: 0,
  fixed: 0,
  signed_off: 0,
})
/** Two rows, and 600, more than are counted one by one. */
const sizes = [2, 600]
const order = {
  ...orderOf({ runs: [0, 602], total: 602, seq: 0 }),
  groups: [group(2, 2), group(600, 600)],
}
let store = createRowStore()
beforeEach(() => {
  store = createRowStore()
})
const counts = () => {
  const made = createGroupCounts(
    order,
    store,
    groupLines(sizes, () => true),
  )
  made.follow()
  return made
}
const accepted = 'RESULT_DECISION_ACCEPTED'
const row = (result_id: number, decision = 'RESULT_DECISION_NONE') => aResult({ result_id, decision })

describe('the counts of groups', () => {
  test('are those of the list until rows are here, then those of the rows where all are', () => {
    const of = counts()
    expect(of.of(0)).toMatchObject({ none: 2, accepted: 0 })
    store.put([row(0, accepted)])
    expect(of.of(0)).toMatchObject({ none: 2, accepted: 0 })
    store.put([row(1)])
    expect(of.of(0)).toMatchObject({ none: 1, accepted: 1 })
    store.patch(1, { decision: accepted, signed_off_state: 'SIGNED_OFF' })
    expect(of.of(0)).toMatchObject({ none: 0, accepted: 2, signed_off: 1 })
  })

  test('of a large group are those of the list, and what has become of rows since they came', () => {
    const of = counts()
    let told = 0
    of.subscribe(1, () => (told += 1))
    store.put([row(5), row(6)])
    expect(of.of(1)).toMatchObject({ none: 600, accepted: 0 })
    store.patch(5, { decision: accepted })
    store.patch(6, { decision: 'RESULT_DECISION_REJECTED' })
    store.patch(5, { decision: 'RESULT_DECISION_NONE' })
    expect(of.of(1)).toMatchObject({ none: 599, accepted: 0, rejected: 1 })
    expect(of.of(1)).toBe(of.of(1))
    expect(told).toBe(5)
  })
})
