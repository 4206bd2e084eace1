import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderOf } from './positions.ts'

describe('the order of a list', () => {
  test('is read from runs of ids', () => {
    const order = orderOf({ total: 6, seq: 4, runs: [10, 3, 0, 2, 7, 1] })
    expect(Array.from({ length: 7 }, (_, at) => order.idAt(at))).toEqual([10, 11, 12, 0, 1, 7, undefined])
    expect([10, 12, 13, 0, 1, 2, 7, 6].map((id) => order.positionOf(id))).toEqual([
      0,
      2,
      undefined,
      3,
      4,
      undefined,
      5,
      undefined,
    ])
  })

  test('may be empty', () => {
    const order = orderOf({ total: 0, seq: 0, runs: [] })
    expect(order.idAt(0)).toBeUndefined()
    expect(order.positionOf(0)).toBeUndefined()
  })

  test('is refused when the runs do not hold as many rows as there are', () => {
    expect(() => orderOf({ total: 4, seq: 0, runs: [0, 3] })).toThrow(RangeError)
  })

  test('finds every row where it stands, and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60), { maxLength: 40 }), (ids) => {
        const order = orderOf({ total: ids.length, seq: 0, runs: runsOf(ids) })
        expect(ids.map((_, at) => order.idAt(at))).toEqual(ids)
        for (let id = 0; id <= 61; id += 1)
          expect(order.positionOf(id)).toBe(ids.includes(id) ? ids.indexOf(id) : undefined)
      }),
    )
  })
})

function runsOf(ids: readonly number[]): number[] {
  const runs: number[] = []
  for (const [at, id] of ids.entries()) {
    if (at > 0 && ids[at - 1] === id - 1) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
    else runs.push(id, 1)
  }
  return runs
}
