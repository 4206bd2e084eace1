import { describe, expect, test } from 'vitest'
import { checkFilter } from './check.ts'
import { defineFields } from './fields.ts'
import { match, matcher } from './match.ts'
import { parse } from './parse.ts'
import { typed } from './typed.ts'

const anyOrder = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const
const fields = defineFields({
  state: { type: 'enum', ops: ['eq', 'ne'], values: ['RUNNING', 'ERRORED'], nullable: true },
  id: { type: 'text', ops: ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le'], nullable: true },
  name: { type: 'text', ops: ['eq', 'ne', 'co', 'sw', 'ew'], fold: 'case', nullable: true },
  done: { type: 'boolean', ops: ['eq', 'ne'], nullable: true },
  jobs: { type: 'integer', ops: anyOrder, nullable: true },
  at: { type: 'datetime', ops: anyOrder, nullable: true },
  'source.name': { type: 'text', ops: ['eq', 'ne'] },
  'source.Dept': { type: 'text', ops: ['eq', 'ne'], exactName: true },
  'source.dept': { type: 'text', ops: ['eq', 'ne'], exactName: true },
})

const row = {
  state: 'ERRORED',
  id: 'Ab%_\\1',
  name: 'İSTANBUL ΟΔΟΣ',
  done: false,
  jobs: 2,
  at: '2026-02-07T11:17:20.000000001Z',
  source: { name: 'Okta', Dept: 'Sales', dept: 'IT' },
}
const missing = { state: null, id: null, name: null, done: null, jobs: null, at: null, 'source.name': null }

function matches(text: string, one: Record<string, unknown>): boolean {
  const filter = parse(text)
  expect(checkFilter(filter, fields)).toEqual([])
  expect(match(typed(filter, fields), one, fields)).toBe(match(filter, one, fields))
  return match(filter, one, fields)
}

describe('with a field table', () => {
  test.each([
    'state eq "errored" and state eq 1 and state ne "RUNNING" and state ne null',
    'id eq "Ab%_\\\\1" and id sw "Ab%" and id ew "\\\\1" and id co "_" and id co ""',
    'id gt "AB" and id le "Ab%_\\\\1"',
    'name eq "istanbul οδοσ" and name co "Σ" and name sw "İ" and name sw "i" and name ew "Σ"',
    'done eq false and done eq "False" and done ne true',
    'jobs eq 2 and jobs ne 3 and jobs gt 1 and jobs ge 2 and jobs lt 3 and jobs le 2',
    'at eq "2026-02-07T13:17:20.000000001+02:00"',
    'at gt "2026-02-07T11:17:20Z" and at ge "2026-02-07T11:17:20.000000001Z"',
    'at lt "2026-02-07T11:17:20.000000002Z" and at le "2026-02-07T11:17:20.000000001Z"',
    'source.name eq "Okta" and Source.Name ne "okta"',
    'source.Dept eq "Sales" and Source.dept eq "IT" and not (source.dept eq "Sales")',
    'not (jobs eq 3) and not (done eq true or at lt "2026-01-01T00:00:00Z")',
  ])('matches %s', (text) => {
    expect(matches(text, row)).toBe(true)
  })

  test.each([
    'state eq "RUNNING"',
    'state ne "ERRORED"',
    'id eq "ab%_\\\\1"',
    'id co "b_"',
    'name eq "istanbul"',
    'done eq true',
    'jobs eq 3 or jobs gt 2 or jobs lt 2 or jobs eq null',
    'at gt "2026-02-07T11:17:20.000000001Z"',
    'at eq "2026-02-07T11:17:20Z"',
    'source.name eq "okta"',
    'not (jobs ge 2)',
  ])('does not match %s', (text) => {
    expect(matches(text, row)).toBe(false)
  })

  test('what is missing fails every comparison but ne and eq null, and not turns that round', () => {
    for (const [field, value] of [
      ['state', '"ERRORED"'],
      ['id', '""'],
      ['name', '"x"'],
      ['done', 'false'],
      ['jobs', '0'],
      ['at', '"2026-01-01T00:00:00Z"'],
    ]) {
      for (const one of [missing, {}]) {
        expect(matches(`${field} eq ${value}`, one)).toBe(false)
        expect(matches(`not (${field} eq ${value})`, one)).toBe(true)
        expect(matches(`${field} ne ${value}`, one)).toBe(true)
        expect(matches(`not (${field} ne ${value})`, one)).toBe(false)
        expect(matches(`${field} eq null`, one)).toBe(true)
        expect(matches(`${field} ne null`, one)).toBe(false)
      }
    }
    expect(matches('id co "" or id sw "" or id ew "" or jobs ge 0 or jobs lt 0', missing)).toBe(false)
    expect(matches('source.name ne "x"', {})).toBe(true)
    expect(matches('source.name ne "x" and not (source.name eq "x")', { source: null })).toBe(true)
  })

  test('a dotted field is found under its whole name first', () => {
    expect(matches('source.name eq "a"', { 'source.name': 'a', source: { name: 'b' } })).toBe(true)
  })

  test('a filter that the table does not allow is an error, not an empty result', () => {
    for (const text of [
      'other eq 1',
      'jobs pr',
      'jobs[a pr]',
      'jobs eq "1"',
      'done gt true',
      'toString eq "x"',
    ]) {
      expect(() => match(parse(text), row, fields)).toThrow(TypeError)
    }
  })

  test('matcher reads the filter once for many rows', () => {
    const test = matcher(parse('jobs ge 2'), fields)
    expect([row, missing, { jobs: 3 }].map(test)).toEqual([true, false, true])
  })
})
