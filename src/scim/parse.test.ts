import { describe, expect, test } from 'vitest'
import { ScimError } from './error.ts'
import { parse } from './parse.ts'
import { withoutSpans } from './trees.test-helper.ts'

function refusal(text: string): ScimError {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof ScimError) return error
    throw error
  }
  throw new Error('The text was read as a filter')
}

const pr = (name: string) => ({ kind: 'present', path: { name } })

test('nodes carry the places where they stood', () => {
  expect(parse('  not (a eq "x y") and emails [b pr ]')).toEqual({
    kind: 'and',
    filters: [
      {
        kind: 'not',
        filter: {
          kind: 'cmp',
          path: { name: 'a' },
          op: 'eq',
          value: 'x y',
          span: { start: 7, end: 17 },
          valueSpan: { start: 12, end: 17 },
        },
      },
      {
        kind: 'valuePath',
        path: { name: 'emails' },
        filter: { ...pr('b'), span: { start: 31, end: 35 } },
        span: { start: 23, end: 37 },
      },
    ],
  })
})

test.each([
  ['a pr or b pr and c pr', { kind: 'or', filters: [pr('a'), { kind: 'and', filters: [pr('b'), pr('c')] }] }],
  ['a pr and b pr and c pr', { kind: 'and', filters: [pr('a'), pr('b'), pr('c')] }],
  [
    '(a pr and b pr) and c pr',
    { kind: 'and', filters: [{ kind: 'and', filters: [pr('a'), pr('b')] }, pr('c')] },
  ],
  ['((a pr))', pr('a')],
  ['NOT(a PR)', { kind: 'not', filter: pr('a') }],
  ['\t\r\na  PR\n', pr('a')],
  ['not pr', pr('not')],
  [
    'and pr AND or pr OR pr pr',
    { kind: 'or', filters: [{ kind: 'and', filters: [pr('and'), pr('or')] }, pr('pr')] },
  ],
  ['not[eq pr]', { kind: 'valuePath', path: { name: 'not' }, filter: pr('eq') }],
  ['urn:a:b:c.d pr', { kind: 'present', path: { urn: 'urn:a:b', name: 'c', sub: 'd' } }],
  ['m.$ref pr', { kind: 'present', path: { name: 'm', sub: '$ref' } }],
])('reads %j', (text, tree) => {
  expect(withoutSpans(parse(text))).toEqual(tree)
})

test.each([
  ['"\\u0041\\"\\\\\\/\\n"', 'A"\\/\n'],
  ['"\\uD83D\\uDE00"', '😀'],
  ['"😀\\u0301\u007f\u2028"', '😀\u0301\u007f\u2028'],
  ['""', ''],
  ['-0', 0],
  ['-1.5e+3', -1500],
  ['1E2', 100],
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', 9007199254740992],
  ['0.1', 0.1],
  ['true', true],
  ['false', false],
  ['null', null],
])('reads the value %s', (text, value) => {
  expect(parse(`a EQ ${text}`)).toMatchObject({ op: 'eq', value })
})

describe('a refusal names its reason and the part to mend', () => {
  test.each([
    ['', 'empty', 0, 0],
    [' \n ', 'empty', 0, 3],
    ['a', 'expectedOperator', 1, 1],
    ['a xx 1', 'expectedOperator', 2, 4],
    ['a eqq 1', 'expectedOperator', 2, 5],
    ['name in ("a")', 'expectedOperator', 5, 7],
    ['a d\u0171 1', 'expectedOperator', 2, 4],
    ['a eq', 'expectedValue', 4, 4],
    ['a eq ', 'expectedValue', 5, 5],
    ['a eq TRUE', 'expectedValue', 5, 9],
    ['a eq bob', 'expectedValue', 5, 8],
    ['a eq (1)', 'expectedValue', 5, 6],
    ['a eq"x"', 'expectedSpace', 4, 7],
    ['a eq "x"and b pr', 'expectedSpace', 8, 11],
    ['(a pr) and(b pr)', 'expectedSpace', 10, 11],
    ['a eq "x', 'unclosedString', 5, 7],
    ['a eq "x\\"', 'unclosedString', 5, 9],
    ['a eq "\\q"', 'badEscape', 6, 8],
    ['a eq "\\u12"', 'badEscape', 6, 10],
    ['a eq "x\ty"', 'controlCharacter', 7, 8],
    ['a eq "x\u0000"', 'controlCharacter', 7, 8],
    ['a eq "x\\u0000"', 'invalidValue', 7, 13],
    ['a eq "\ud800"', 'invalidValue', 5, 8],
    ['a eq "\\udc00\\ud800"', 'invalidValue', 5, 19],
    ['a eq 01', 'badNumber', 5, 7],
    ['a eq 1.', 'badNumber', 5, 7],
    ['a eq -', 'badNumber', 5, 6],
    ['a eq 1e999', 'inexactNumber', 5, 10],
    ['a eq 9007199254740993', 'inexactNumber', 5, 21],
    ['a eq 1e-400', 'inexactNumber', 5, 11],
    ['a eq 1.0000000000000000000001', 'inexactNumber', 5, 29],
    ['a eq 2.00000000000000000000001 or b pr', 'inexactNumber', 5, 30],
    ['a eq -0.99999999999999999999', 'inexactNumber', 5, 28],
    ['a pr b pr', 'unexpected', 5, 6],
    ['a pr)', 'unexpected', 4, 5],
    ['(a pr]', 'unexpected', 5, 6],
    ['emails[a pr].b pr', 'unexpected', 12, 14],
    ['(a pr', 'unclosed', 0, 1],
    ['b pr and e[a pr', 'unclosed', 10, 11],
    ['a pr and', 'expectedAttribute', 8, 8],
    ['()', 'expectedAttribute', 1, 2],
    ['"a" eq 1', 'expectedAttribute', 0, 1],
    ['1a pr', 'badName', 0, 2],
    ['b pr or a.b.c pr', 'badName', 8, 13],
    ['$foo pr', 'badName', 0, 4],
    ['urn:a: pr', 'badName', 0, 6],
    ['a:b pr', 'badName', 0, 3],
    ['us\u00e9r pr', 'badName', 0, 4],
    ['not a pr', 'notNeedsParentheses', 4, 5],
    ['a[b[c pr]]', 'nestedValuePath', 3, 4],
  ])('%j: %s', (text, code, start, end) => {
    expect(refusal(text)).toMatchObject({ name: 'ScimError', scimType: 'invalidFilter', code, start, end })
  })

  test('without repeating what was typed', () => {
    for (const text of [
      'zyx',
      'a zyx 1',
      'a eq zyx',
      'a eq "zyx',
      'a eq "\\zyx"',
      'a.b.zyx pr',
      'not zyx pr',
    ]) {
      expect(refusal(text).message).not.toContain('zyx')
      expect(refusal(text).message).toMatch(/^.{10,}\.$/)
    }
  })
})

const nested = (depth: number) => `${'('.repeat(depth)}a pr${')'.repeat(depth)}`
const listed = (clauses: number) => Array.from({ length: clauses }, () => 'a pr').join(' or ')
const long = (length: number) => `a eq "${'x'.repeat(length - 7)}"`

describe('the limits', () => {
  test('let pass what is just within them', () => {
    expect(parse(nested(32))).toMatchObject(pr('a'))
    expect(parse(`not (${nested(30)} and b[c pr])`)).toMatchObject({ kind: 'not' })
    expect(parse(listed(256))).toMatchObject({ kind: 'or' })
    expect(parse(long(8192))).toMatchObject({ kind: 'cmp' })
    expect(parse(Array.from({ length: 200 }, () => nested(2)).join(' and '))).toMatchObject({ kind: 'and' })
  })

  test('refuse what is just beyond them, at its place', () => {
    expect(refusal(nested(33))).toMatchObject({ code: 'tooDeep', start: 32, end: 33 })
    expect(refusal(nested(31).replace('a pr', 'not (b[c pr])'))).toMatchObject({ code: 'tooDeep' })
    expect(refusal(listed(257))).toMatchObject({ code: 'tooManyClauses', start: 2048, end: 2052 })
    expect(refusal(long(8193))).toMatchObject({ code: 'tooLong', start: 8192, end: 8193 })
    expect(refusal('('.repeat(8192))).toMatchObject({ code: 'tooDeep' })
  })
})
