import { expect, test } from 'vitest'
import { checkFilter } from './check.ts'
import { defineFields } from './fields.ts'
import { normalise } from './normalise.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { typed } from './typed.ts'

const fields = defineFields({
  state: { type: 'enum', ops: ['eq', 'ne'], values: ['RUNNING', 'ERRORED'] },
  userName: { type: 'text', ops: ['eq'], fold: 'case' },
  done: { type: 'boolean', ops: ['eq'] },
  at: { type: 'datetime', ops: ['ge', 'eq'], nullable: true },
  'source.name': { type: 'text', ops: ['eq'] },
  'source.Cost': { type: 'text', ops: ['eq'], exactName: true },
  'source.cost': { type: 'text', ops: ['eq'], exactName: true },
})

const key = (text: string) => print(normalise(parse(text), fields))

test.each([
  ['STATE eq "errored"', 'state eq "ERRORED"'],
  ['state ne 0', 'state ne "RUNNING"'],
  ['USERNAME eq "Ada"', 'userName eq "Ada"'],
  ['done eq "True" or done eq "FALSE"', 'done eq true or done eq false'],
  ['at ge "2026-01-01t02:00:00.50+02:00"', 'at ge "2026-01-01T00:00:00.50Z"'],
  ['at eq null', 'at eq null'],
  [
    'not (Source.NAME eq "x" and done eq true and state eq 1)',
    'not (source.name eq "x" and done eq true and state eq "ERRORED")',
  ],
])('%s is, in the spelling of the table, %s', (text, spelled) => {
  const filter = parse(text)
  expect(checkFilter(filter, fields)).toEqual([])
  expect(print(typed(filter, fields))).toBe(spelled)
  expect(typed(typed(filter, fields), fields)).toEqual(typed(filter, fields))
})

test('filters that say the same have one key', () => {
  expect(key('Done eq "TRUE" and at ge "2026-01-01T01:00:00+01:00"')).toBe(
    key('at ge "2026-01-01T00:00:00Z" AND (done eq true)'),
  )
  expect(key('state eq 0 or state eq "running"')).toBe(key('state eq "RUNNING"'))
})

test('a name that is exact has a key of its own for each spelling', () => {
  expect(key('Source.Cost eq "A" and SOURCE.cost eq "B"')).toBe('source.Cost eq "A" and source.cost eq "B"')
})

test.each([
  'x eq 1',
  'source.COST eq "A"',
  'done ne true',
  'done eq 1',
  'done pr',
  'done[a pr]',
  'urn:a:b:done eq true',
])('a filter that the check refuses is not spelled: %s', (text) => {
  expect(checkFilter(parse(text), fields)).toHaveLength(1)
  expect(() => typed(parse(text), fields)).toThrow(TypeError)
})
