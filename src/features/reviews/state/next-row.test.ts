import { expect, test } from 'vitest'
import { aPerson } from '#testing/result.ts'
import type { Covers } from '../filters/others.ts'
import { nextUndecided, undecidedAbove, undecidedText } from './next-row.ts'

/** A list as a text: `.` is undecided, `o` so and another's, `x` decided, `s` signed off without a decision, `?` not read. */
function list(rows: string) {
  const rowAt = (position: number) => {
    const sign = rows[position]
    if (sign === undefined || sign === '?') return undefined
    return {
      decision: sign === 'x' ? ('RESULT_DECISION_ACCEPTED' as const) : ('RESULT_DECISION_NONE' as const),
      signed_off_state: sign === 's' ? ('SIGNED_OFF' as const) : ('NOT_SIGNED_OFF' as const),
      reviewers: [aPerson(sign === 'o' ? 'other' : 'me')],
    }
  }
  return { total: rows.length, rowAt }
}

const all: Covers = () => true
const own: Covers = ({ reviewers }) => reviewers.some(({ id }) => id === 'me')

test.each([
  ['..x', 0, 1],
  ['.xxs.', 0, 4],
  ['.x?.', 0, 1],
  ['.?..', 0, 1],
  ['.xx', 0, undefined],
  ['xxx', 2, undefined],
])('after a decision in %s at %d the next row is %s', (rows, from, next) => {
  const { total, rowAt } = list(rows)
  expect(nextUndecided(from, total, rowAt, all)).toBe(next)
})

test('a row that thousands of decided ones precede is left to the reader', () => {
  const { total, rowAt } = list(`${'x'.repeat(3000)}.`)
  expect(nextUndecided(0, total, rowAt, all)).toBe(1)
})

test.each([
  ['x.x.sx', { count: 2, first: 1, isExact: true }, '2 rows above are still to decide.'],
  ['xx.x', { count: 1, first: 2, isExact: true }, '1 row above is still to decide.'],
  ['x?.x', { count: 1, first: 1, isExact: false }, 'At least 1 row above is still to decide.'],
  ['??xx', { count: 0, first: 0, isExact: false }, 'Rows above may still be to decide.'],
])('T06 of %s, above the last row: %j', (rows, found, text) => {
  const { total, rowAt } = list(rows)
  const above = undecidedAbove(total - 1, rowAt, all)
  expect(above).toEqual(found)
  expect(above && undecidedText(above)).toBe(text)
})

test('T06 nothing is offered where every row above is decided', () => {
  expect(undecidedAbove(3, list('xsx.').rowAt, all)).toBeUndefined()
})

test('T37 rows of other reviewers are passed over unless they are included', () => {
  const { total, rowAt } = list('.oox.o')
  expect(nextUndecided(0, total, rowAt, own)).toBe(4)
  expect(nextUndecided(4, total, rowAt, own)).toBeUndefined()
  expect(nextUndecided(0, total, rowAt, all)).toBe(1)
  expect(undecidedAbove(5, rowAt, own)).toMatchObject({ count: 2, first: 0 })
  expect(undecidedAbove(5, rowAt, all)).toMatchObject({ count: 4, first: 0 })
})
