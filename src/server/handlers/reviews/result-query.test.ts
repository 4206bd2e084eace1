import { expect, test } from 'vitest'
import { print } from '#scim/print.ts'
import { Refused } from '../../refused.ts'
import { resultQueryOf } from './result-query.ts'

async function problemOf(query: Parameters<typeof resultQueryOf>[0]) {
  const error = await resultQueryOf(query).catch((reason: unknown) => reason)
  if (!(error instanceof Refused)) throw new Error('nothing was refused')
  const { violations, span } = error.problem
  return { field: violations?.[0]?.field, span, text: violations?.[0]?.description }
}

test('nothing asked for is every row by the type of its source', async () => {
  expect(await resultQueryOf({})).toEqual({
    filter: undefined,
    mutable_filter: undefined,
    order: { field: 'source.type', direction: 'asc' },
  })
})

test.each([
  ['source.department eq "Finance"', 'source.department eq "Finance"'],
  ['source.is_active eq true', 'source.is_active eq "true"'],
  ['destination.size eq 7', 'destination.size eq "7"'],
  ['Source.Cost eq 7 and source.cost eq "A"', 'source.Cost eq "7" and source.cost eq "A"'],
  [
    'SOURCE.NAME eq "x" and Abstract_Permissions co "R"',
    'abstract_permissions co "R" and source.name eq "x"',
  ],
  ['abstract_permissions co "Write"', 'abstract_permissions co "Write"'],
])('filter %s is read', async (text, printed) => {
  const { filter } = await resultQueryOf({ filter: text })
  expect(filter && print(filter)).toBe(printed)
})

test('mutable_filter takes decisions by name and number', async () => {
  const byName = await resultQueryOf({ mutable_filter: 'decision eq "RESULT_DECISION_REJECTED"' })
  const byNumber = await resultQueryOf({ mutable_filter: 'decision eq 3' })
  expect(byName).toEqual(byNumber)
})

test.each(['rejected', 'REJECTED', 'result_decision_rejected'])(
  'T36 mutable_filter takes a decision by its short name, in any case: %s',
  async (name) => {
    expect(await resultQueryOf({ mutable_filter: `decision ne "${name}"` })).toEqual(
      await resultQueryOf({ mutable_filter: 'decision ne "RESULT_DECISION_REJECTED"' }),
    )
  },
)

test('T36 mutable_filter takes the other name of an unknown sign-off', async () => {
  expect(await resultQueryOf({ mutable_filter: 'signed_off_state eq "unknown"' })).toEqual(
    await resultQueryOf({ mutable_filter: 'signed_off_state eq "UNKNOWN_SIGNED_OFF"' }),
  )
})

test.each([
  ['filter', { filter: 'decision eq "RESULT_DECISION_NONE"' }, 'unknownField'],
  ['filter', { filter: 'source.name gt "a"' }, 'operatorNotAllowed'],
  ['filter', { filter: ' ' }, 'empty'],
  ['mutable_filter', { mutable_filter: 'source.name eq "a"' }, 'unknownField'],
  ['mutable_filter', { mutable_filter: 'decision eq "MAYBE"' }, 'unknownValue'],
  ['mutable_filter', { mutable_filter: 'decision eq 2.00000000000000000000001' }, 'inexactNumber'],
  ['mutable_filter', { filter: 'source.name eq "a"', mutable_filter: 'notes co "x' }, 'unclosedString'],
])('%s is named with its span: %j', async (field, query, code) => {
  const problem = await problemOf(query)
  expect(problem.field).toBe(field)
  expect(problem.span?.code).toBe(code)
})

test.each(['result_id', 'decision desc', 'signed_off_state ASC', 'updated_at', 'waypoint.owner desc'])(
  'order_by %s is taken',
  async (order_by) => {
    expect((await resultQueryOf({ order_by })).order.field).toBe(order_by.split(' ')[0])
  },
)

test.each(['notes', 'source', 'source.name,decision', 'decision up', 'source.na-me', 'decision asc asc'])(
  'order_by %s is refused',
  async (order_by) => {
    expect((await problemOf({ order_by })).field).toBe('order_by')
  },
)
