import { expect, test } from 'vitest'
import { printOrder, readOrder } from './order.ts'

const allowed = ['started_at', 'state'] as const

test.each([
  ['state', { field: 'state', direction: 'asc' }],
  ['state ASC', { field: 'state', direction: 'asc' }],
  ['  started_at   desc ', { field: 'started_at', direction: 'desc' }],
])('%j is an order', (text, order) => {
  expect(readOrder(text, allowed)).toEqual(order)
})

test.each([
  '',
  'desc',
  'name',
  'STATE',
  'state down',
  'state desc desc',
  'state,started_at',
  '__proto__',
  'state; drop table',
])('%j is refused without repeating it', (text) => {
  const read = readOrder(text, allowed)
  expect(read).toHaveProperty('problem')
  expect(JSON.stringify(read)).not.toMatch(/drop|down|__proto__/)
})

test('what is printed is read again', () => {
  const order = { field: 'started_at', direction: 'desc' } as const
  expect(readOrder(printOrder(order), allowed)).toEqual(order)
})
