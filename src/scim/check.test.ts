import { describe, expect, test } from 'vitest'
import { checkFilter } from './check.ts'
import { defineFields } from './fields.ts'
import { parse } from './parse.ts'

const fields = defineFields({
  state: { type: 'enum', ops: ['eq'], values: ['RUNNING', 'ERRORED'], others: ['Later'] },
  name: { type: 'text', ops: ['eq', 'co'], fold: 'case' },
  done: { type: 'boolean', ops: ['eq', 'ne'] },
  jobs: { type: 'integer', ops: ['eq', 'gt'] },
  at: { type: 'datetime', ops: ['ge', 'lt'] },
  ended: { type: 'datetime', ops: ['eq', 'gt'], nullable: true },
  'source.name': { type: 'text', ops: ['sw'] },
})

const check = (text: string) => checkFilter(parse(text), fields)
const message = (text: string) => check(text)[0]?.message
const named = (name: string) => checkFilter({ kind: 'cmp', path: { name }, op: 'eq', value: 'x' }, fields)

test.each([
  'state eq "ERRORED" and STATE eq "errored" or state eq 0 or state eq "later"',
  'name co "x" and Name eq ""',
  'done eq true or done NE "False" or done eq "TRUE"',
  'jobs eq -2147483648 or jobs gt 2147483647 or jobs eq 2.0',
  'at ge "2026-01-01T00:00:00+02:00" and not (at lt "2026-01-01T00:00:00.123456789z")',
  'ended eq null and ended gt "2026-01-01T00:00:00Z"',
  'source.name sw "a" and Source.Name sw "b"',
])('nothing is wrong with %s', (text) => {
  expect(check(text)).toEqual([])
})

describe('a violation names the field and the part to mend', () => {
  test.each([
    ['nme eq "x"', 'unknownField', undefined, 'nme'],
    ['name.first eq "x"', 'unknownField', undefined, 'name.first'],
    ['source eq "x"', 'unknownField', undefined, 'source'],
    ['constructor eq "x"', 'unknownField', undefined, 'constructor'],
    ['toString eq "x"', 'unknownField', undefined, 'toString'],
    ['hasOwnProperty.call eq 1', 'unknownField', undefined, 'hasOwnProperty.call'],
    ['urn:a:b:name eq "x"', 'notSupported', undefined, 'urn:a:b:name'],
    ['name pr', 'notSupported', 'name', 'name pr'],
    ['nme pr', 'notSupported', undefined, 'nme pr'],
    ['name[value eq "x"]', 'notSupported', 'name', 'name[value eq "x"]'],
    ['NAME SW "x"', 'operatorNotAllowed', 'name', 'SW'],
    ['state ne "ERRORED"', 'operatorNotAllowed', 'state', 'ne'],
    ['done gt true', 'operatorNotAllowed', 'done', 'gt'],
    ['jobs co 1', 'operatorNotAllowed', 'jobs', 'co'],
    ['state eq "NO"', 'unknownValue', 'state', '"NO"'],
    ['state eq 2', 'unknownValue', 'state', '2'],
    ['state eq -1', 'unknownValue', 'state', '-1'],
    ['state eq 0.5', 'unknownValue', 'state', '0.5'],
    ['state eq "1"', 'unknownValue', 'state', '"1"'],
    ['state eq true', 'wrongType', 'state', 'true'],
    ['state eq null', 'wrongType', 'state', 'null'],
    ['name eq 1', 'wrongType', 'name', '1'],
    ['name eq null', 'wrongType', 'name', 'null'],
    ['done eq "yes"', 'wrongType', 'done', '"yes"'],
    ['done eq 1', 'wrongType', 'done', '1'],
    ['jobs eq "1"', 'wrongType', 'jobs', '"1"'],
    ['jobs eq 1.5', 'wrongType', 'jobs', '1.5'],
    ['jobs eq 2147483648', 'wrongType', 'jobs', '2147483648'],
    ['jobs eq -2147483649', 'wrongType', 'jobs', '-2147483649'],
    ['at ge "2026-01-01"', 'notADate', 'at', '"2026-01-01"'],
    ['at ge "now"', 'notADate', 'at', '"now"'],
    ['at ge 1767225600', 'wrongType', 'at', '1767225600'],
    ['ended gt null', 'wrongType', 'ended', 'null'],
  ])('%s: %s', (text, code, field, part) => {
    const [violation, ...more] = check(`not (${text})`)
    expect(more).toEqual([])
    const { start = 0, end = 0 } = violation ?? {}
    expect({ ...violation, part: `not (${text})`.slice(start, end) }).toMatchObject({ code, part })
    expect(violation?.field).toBe(field)
  })

  test('all of them, in the order of the text', () => {
    const codes = check('x eq 1 or (name pr and state ne "NO") or jobs eq "1"').map(({ code }) => code)
    expect(codes).toEqual(['unknownField', 'notSupported', 'operatorNotAllowed', 'wrongType'])
  })
})

test('a field table is read by its own names only', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'valueOf']) {
    expect(named(name)).toMatchObject([{ code: 'unknownField', start: 0, end: 0 }])
  }
})

test('messages say what is allowed and never repeat what was typed', () => {
  expect(message('zyx eq "zyx"')).toBe(
    'There is no such field to filter by. The fields are state, name, done, jobs, at, ended and source.name.',
  )
  expect(message('name gt "zyx"')).toBe('name can be compared with eq or co only.')
  expect(message('state ne "zyx"')).toBe('state can be compared with eq only.')
  expect(message('state eq "zyx"')).toBe(
    'state is compared with one of the names "RUNNING", "ERRORED", "Later".',
  )
  expect(message('at ge "zyx"')).toMatch(/^at is compared with a date and time with its offset from UTC/)
  expect(message('ended gt "zyx"')).toMatch(/or with null by eq and ne\.$/)
  for (const text of [
    'zyx pr',
    'zyx[a pr]',
    'urn:zyx:a:b eq 1',
    'jobs eq "zyx"',
    'done eq "zyx"',
    'at ge "zyx"',
  ]) {
    expect(message(text)).not.toContain('zyx')
  }
})
