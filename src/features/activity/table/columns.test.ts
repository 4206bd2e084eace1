import { expect, test } from 'vitest'
import { actionEventOrders } from '#contract/fields.ts'
import { actionEventColumns } from './columns.ts'

test('every column that says what it orders by can be ordered by, as its picture before React takes for granted', () => {
  const columns = actionEventColumns({ zone: 'UTC', onTask: () => undefined, onOpenTask: () => undefined })
  const fields = columns.flatMap(({ orderBy }) => orderBy ?? [])
  // An identity's id stands below its name.
  const inHeaders = actionEventOrders.filter((field) => field !== 'identity_id')
  expect(fields.toSorted()).toEqual(inHeaders.toSorted())
})
