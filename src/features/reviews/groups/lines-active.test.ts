import { expect, test } from 'vitest'
import { createActivePosition } from '#table/grid/active-position.ts'
import { groupLines, headerOf } from '#table/grid/group-lines.ts'
import { rowsOnScreen } from '../choice/rows-on-screen.ts'
import { keepMarkShown, linesActive } from './lines-active.ts'

/** Three groups of three rows, the second one closed, and a table that shows ten lines from one on. */
function shown({ from = 0, card = false, closed = 1 } = {}) {
  const lines = groupLines([3, 3, 3], (group) => group !== closed)
  const active = createActivePosition()
  const revealed: number[] = []
  linesActive(
    active,
    () => lines,
    () => card,
  ).connect({
    focus: () => undefined,
    reveal: (line) => revealed.push(line),
    firstInView: () => from,
    isInView: (line) => line >= from && line < from + 10,
  })
  return { active, lines, revealed }
}

test('a row under the header that is pinned over the first line is out of view, but for cards and headers', () => {
  // Lines: header, 0, 1, 2, closed header, header, 6, 7, 8. From line 2 on the row 1 is under the header of its group.
  expect([0, 1, 2].map(shown({ from: 2 }).active.isInView)).toEqual([false, false, true])
  expect([0, 1, 2].map(shown({ from: 2, card: true }).active.isInView)).toEqual([false, true, true])
  expect(shown({ from: 4 }).active.isInView(headerOf(1))).toBe(true)
})

test('a row of a closed group is never in view, also while its header is', () => {
  const { active } = shown()
  expect([2, 3, 4, 5, 6].map(active.isInView)).toEqual([true, false, false, false, true])
  expect(active.isInView(headerOf(1))).toBe(true)
})

test('the rows on the screen are those that are shown: none under a header, none of a closed group', () => {
  const idAt = (position: number) => 100 + position
  const rows = { idAt, total: 9, store: { get: (result_id: number) => ({ result_id, reviewers: [] }) } }
  const idsFrom = (from: number, closed?: number) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a row no more is read here than who reviews it
    rowsOnScreen(rows as never, shown({ from, ...(closed !== undefined && { closed }) }).active, () => true)
  expect(idsFrom(0)).toEqual([100, 101, 102, 106, 107, 108])
  expect(idsFrom(0, 2)).toEqual([100, 101, 102, 103, 104, 105])
})

test('the mark goes from a row of a closed group to its header, whoever sets it', () => {
  const { active, lines } = shown()
  active.mark(4)
  const stop = keepMarkShown(active, () => lines)
  expect(active.get()).toBe(headerOf(1))
  active.mark(6)
  expect(active.get()).toBe(6)
  active.moveTo(5)
  expect(active.get()).toBe(headerOf(1))
  stop()
})
