import { expect, test } from 'vitest'
import { orderOf } from '#queries/reviews/positions.ts'
import { createRowChoice } from './row-choice.ts'

/** Ten rows, the last five first: 15 to 19, then 10 to 14. */
const order = orderOf({ runs: [15, 5, 10, 5], seq: 0, total: 10 })
const all = Array.from({ length: 10 }, (_, at) => order.idAt(at) ?? -1)
const any = () => true

function choice() {
  const store = createRowChoice()
  const chosen = () => all.filter((id) => store.standing(id))
  return { ...store, chosen }
}

test('a row is chosen and taken out again, and with the last one nothing is chosen', () => {
  const { toggle, get, chosen } = choice()
  expect(get()).toBeUndefined()
  toggle(12)
  toggle(15)
  expect(chosen()).toEqual([15, 12])
  expect(get()).toMatchObject({ kind: 'rows', count: 2 })
  toggle(12)
  toggle(15)
  expect(get()).toBeUndefined()
})

test('a range goes by positions, either way, and what it no longer covers is as it was', () => {
  const { toggle, extendTo, chosen } = choice()
  toggle(12)
  toggle(17)
  extendTo(5, order, any)
  expect(chosen()).toEqual([17, 18, 19, 10, 12])
  extendTo(8, order, any)
  expect(chosen()).toEqual([17, 18, 19, 10, 11, 12, 13])
  extendTo(1, order, any)
  expect(chosen()).toEqual([16, 17, 12])
})

test('a range from a row that was taken out takes out, and passes over rows that it may not take', () => {
  const { toggle, extendTo, chooseRows, chosen } = choice()
  chooseRows(all)
  toggle(15)
  extendTo(3, order, (id) => id !== 17)
  expect(chosen()).toEqual([17, 19, 10, 11, 12, 13, 14])
})

test('without a beginning, or with one that is not listed, a range is its one row', () => {
  const { toggle, extendTo, chosen, hasBeginning } = choice()
  expect(hasBeginning()).toBe(false)
  extendTo(2, order, any)
  expect(chosen()).toEqual([17])
  toggle(99)
  extendTo(0, order, any)
  expect(chosen()).toEqual([15, 17])
})

test('in another order the range begins at the same row and keeps what it had', () => {
  const { toggle, extendTo, chosen } = choice()
  toggle(15)
  extendTo(1, order, any)
  const turned = orderOf({ runs: [10, 10], seq: 0, total: 10 })
  extendTo(4, turned, any)
  expect(chosen()).toEqual([15, 16, 14])
})

test('of all that match single rows and ranges are taken out, and come back', () => {
  const { chooseMatching, toggle, extendTo, chooseRows, get, chosen } = choice()
  chooseMatching()
  expect(chosen()).toEqual(all)
  toggle(16)
  extendTo(3, order, any)
  expect(get()).toMatchObject({ kind: 'matching', excepted: 3 })
  extendTo(2, order, any)
  expect(chosen()).toEqual([15, 18, 19, 10, 11, 12, 13, 14])
  chooseRows([16])
  expect(get()).toMatchObject({ kind: 'matching', excepted: 1 })
  for (const id of all) if (id !== 17) toggle(id)
  // Still the question: a row that comes to match is chosen.
  expect(get()).toMatchObject({ kind: 'matching', excepted: 10 })
})

test('clearing ends everything, and what was read before stays what it was', () => {
  const { chooseMatching, chooseRows, clear, get, standing, hasBeginning, toggle } = choice()
  toggle(10)
  chooseRows([11, 12])
  const before = get()
  chooseMatching()
  clear()
  expect(get()).toBeUndefined()
  expect(standing(11)).toBeUndefined()
  expect(hasBeginning()).toBe(false)
  expect(before).toEqual({ kind: 'rows', ids: new Set([10, 11, 12]), count: 3 })
})

test('whoever listens hears of each change once', () => {
  const { subscribe, toggle, extendTo, clear } = choice()
  let heard = 0
  const stop = subscribe(() => (heard += 1))
  toggle(10)
  extendTo(9, order, any)
  clear()
  stop()
  toggle(10)
  expect(heard).toBe(3)
})

test('a range passes over what is in a closed group, until that is open', () => {
  const { toggle, extendTo, passOver, chosen } = choice()
  toggle(10)
  passOver((position) => [6, 7].includes(position))
  extendTo(9, order, any)
  expect(chosen()).toEqual([10, 13, 14])
  passOver()
  extendTo(9, order, any)
  expect(chosen()).toEqual([10, 11, 12, 13, 14])
})
