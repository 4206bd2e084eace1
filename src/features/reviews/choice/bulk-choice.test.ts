import { expect, test } from 'vitest'
import { bulkChoiceOf } from './bulk-choice.ts'

const list = { filter: 'source.id eq "a"', mutable_filter: undefined, order_by: 'result_id asc' }

test('rows go as runs of rising ids, without what the list asks for', () => {
  const chosen = { kind: 'rows', ids: new Set([12, 3, 11, 4, 5]), count: 5 } as const
  expect(bulkChoiceOf(chosen, list, false)).toEqual({ runs: [3, 3, 11, 2] })
  expect(bulkChoiceOf(chosen, list, true)).toEqual({ runs: [3, 3, 11, 2], include_others: true })
})

test('all that match go as the filters of the list, without its order, and without what was taken out', () => {
  const matching = (...ids: readonly number[]) =>
    ({ kind: 'matching', except: new Set(ids), excepted: ids.length }) as const
  expect(bulkChoiceOf(matching(), list, false)).toEqual({ filter: list.filter })
  expect(bulkChoiceOf(matching(7, 6), { ...list, mutable_filter: 'x' }, true)).toEqual({
    filter: list.filter,
    mutable_filter: 'x',
    except: [6, 2],
    include_others: true,
  })
})
