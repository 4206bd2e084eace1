import { describe, expect, test } from 'vitest'
import { createLineSlots } from './line-slots.ts'

/** Headers are below zero, rows above it. */
const closed = [-1, -2, -3, -4]
const firstOpen = [-1, 11, 12, 13]

describe('slots of lines', () => {
  const keysOf = (slots: readonly { readonly key: number }[]) => slots.map(({ key }) => key)

  test('a group that opens and closes has the elements of before', () => {
    const slotsOf = createLineSlots()
    const before = slotsOf(closed, undefined)
    const open = slotsOf(firstOpen, undefined)
    expect(keysOf(open)).toEqual(keysOf(before))
    expect(open[1]).toMatchObject({ header: -2, row: 11 })
    const after = slotsOf(closed, undefined)
    expect(keysOf(after)).toEqual(keysOf(before))
    expect(after[1]).toMatchObject({ header: -2, row: 11 })
  })

  test('asked again for the same lines they are the same', () => {
    const slotsOf = createLineSlots()
    expect(slotsOf(firstOpen, undefined)).toEqual(slotsOf(firstOpen, undefined))
  })

  test('elements are never moved: who scrolls gets others at either end', () => {
    const slotsOf = createLineSlots()
    const start = keysOf(slotsOf([11, 12, 13, 14], undefined))
    const down = keysOf(slotsOf([13, 14, 15, 16], undefined))
    expect(down.slice(0, 2)).toEqual(start.slice(2))
    expect(start).not.toContain(down[2])
    const up = keysOf(slotsOf([11, 12, 13, 14], undefined))
    expect(up.slice(2)).toEqual(down.slice(0, 2))
    expect([...start, ...down]).not.toContain(up[0])
  })

  test('the focus is never carried to another line', () => {
    const slotsOf = createLineSlots()
    const [, focused] = keysOf(slotsOf(firstOpen, undefined))
    expect(keysOf(slotsOf([-1, 21, 22, 23], focused))).not.toContain(focused)
  })

  test('no two lines have one slot, whatever is opened and closed', () => {
    const slotsOf = createLineSlots()
    for (const names of [closed, firstOpen, [-1, -2, 21, 22], [11, -2, 21], closed, [], firstOpen])
      for (const focused of [undefined, 1, 2, 3]) {
        const keys = keysOf(slotsOf(names, focused))
        expect(new Set(keys).size).toBe(names.length)
      }
  })
})
