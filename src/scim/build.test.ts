import { expect, test } from 'vitest'
import { all, any, where } from './build.ts'
import { defineFields, type FieldTable } from './fields.ts'
import { print } from './print.ts'

const fields = defineFields({
  state: { type: 'enum', ops: ['eq'], values: ['RUNNING', 'ERRORED'] },
  'source.name': { type: 'text', ops: ['eq', 'co'] },
  at: { type: 'datetime', ops: ['ge', 'lt'] },
})
const printed = (filter: ReturnType<typeof all>) => filter && print(filter)

const failed = where(fields, 'state', 'eq', 'ERRORED')
const running = where(fields, 'state', 'eq', 'RUNNING')
const ada = where(fields, 'source.name', 'co', 'Ada "the first"')

test('one comparison', () => {
  expect(ada).toEqual({
    kind: 'cmp',
    path: { name: 'source', sub: 'name' },
    op: 'co',
    value: 'Ada "the first"',
  })
  expect(print(ada)).toBe('source.name co "Ada \\"the first\\""')
})

test('several become one tree, and what is absent vanishes', () => {
  expect(printed(all(any(failed, undefined, running), undefined, ada))).toBe(
    '(state eq "ERRORED" or state eq "RUNNING") and source.name co "Ada \\"the first\\""',
  )
  expect(all(undefined, ada)).toBe(ada)
  expect(any(ada)).toBe(ada)
})

test('nothing asked is no restriction', () => {
  expect(all()).toBeUndefined()
  expect(any(undefined, all(undefined))).toBeUndefined()
})

test('an and within an and is opened, an or within an and is not', () => {
  expect(printed(all(all(failed, ada), running))).toBe(
    'state eq "ERRORED" and source.name co "Ada \\"the first\\"" and state eq "RUNNING"',
  )
  expect(all(any(failed, running), ada)?.kind).toBe('and')
  expect(printed(any(any(failed, running), ada))).not.toContain('(')
})

test('a field that the table does not have is refused, also when the compiler could not see it', () => {
  const loose: FieldTable = fields
  for (const name of ['other', 'toString', '__proto__']) {
    expect(() => where(loose, name, 'eq', 'x')).toThrow(RangeError)
  }
})
