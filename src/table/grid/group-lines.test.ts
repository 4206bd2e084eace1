import { describe, expect, test } from 'vitest'
import { createRandom } from '#testing/random.ts'
import { groupLines, headerOf, isHeader } from './group-lines.ts'

/** The lines by going through them one by one. */
function walked(sizes: readonly number[], open: readonly boolean[]): number[] {
  let row = 0
  return sizes.flatMap((size, group) => {
    const rows = Array.from({ length: size }, (_, at) => row + at)
    row += size
    return [headerOf(group), ...(open[group] ? rows : [])]
  })
}

describe('the lines of a grouped list', () => {
  test('are a header and its rows, or the header alone', () => {
    const lines = groupLines([2, 3, 1], (group) => group !== 1)
    expect(Array.from({ length: lines.count }, (_, line) => lines.positionAt(line))).toEqual([
      headerOf(0),
      0,
      1,
      headerOf(1),
      headerOf(2),
      5,
    ])
    expect([lines.lineOf(headerOf(1)), lines.lineOf(3), lines.isHidden(3)]).toEqual([3, 3, true])
    expect([lines.lineOf(5), lines.isHidden(5), lines.groupOf(5)]).toEqual([5, false, 2])
    expect([lines.firstOf(2), lines.sizeOf(1)]).toEqual([5, 3])
  })

  test('of no groups are none', () => {
    expect(groupLines([], () => true).count).toBe(0)
  })

  test('are those of a walk, there and back, for any sizes and whichever groups are closed', () => {
    const random = createRandom(14)
    for (let run = 0; run < 200; run += 1) {
      const sizes = Array.from({ length: 1 + random.below(30) }, () => 1 + random.below(9))
      const open = sizes.map(() => random.chance(0.6))
      const lines = groupLines(sizes, (group) => open[group] === true)
      const wanted = walked(sizes, open)
      expect(Array.from({ length: lines.count }, (_, line) => lines.positionAt(line))).toEqual(wanted)
      for (const [line, position] of wanted.entries()) expect(lines.lineOf(position)).toBe(line)
      let group = 0
      let left = sizes[0] ?? 0
      for (let row = 0; row < sizes.reduce((sum, size) => sum + size, 0); row += 1, left -= 1) {
        if (left === 0) left = sizes[++group] ?? 0
        expect(lines.groupOf(row)).toBe(group)
        expect(lines.isHidden(row)).toBe(!open[group])
        if (!open[group]) expect(lines.lineOf(row)).toBe(lines.lineOf(headerOf(group)))
      }
    }
  })

  test('of 50,000 rows end with the last row', () => {
    const lines = groupLines(
      Array.from({ length: 5000 }, () => 10),
      () => true,
    )
    expect(lines.count).toBe(55_000)
    expect(lines.positionAt(54_999)).toBe(49_999)
    expect(isHeader(lines.positionAt(54_989))).toBe(true)
  })
})
