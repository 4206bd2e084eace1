import { describe, expect, test } from 'vitest'
import { accessRows } from './access-kind.ts'
import { readAllRows } from '../file/read-all.test-helper.ts'

const header = 'source_type,source_id,source_name,destination_type,destination_id'
const row = 'OktaUser,u1,Ada,Role,r1'
const line = (given: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({
    source_type: 'OktaUser',
    source_id: 'u1',
    destination_type: 'Role',
    destination_id: 'r1',
    ...given,
  })
const readCsv = (content: string) => readAllRows(accessRows, 'access.csv', content)
const readJson = (content: string) => readAllRows(accessRows, 'access.ndjson', content)
const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown

describe('a row of access', () => {
  test('is read from CSV whatever its cells hold', async () => {
    const { rows, rejected } = await readCsv(
      `${header},source_title,destination_risk,waypoint_type,waypoint_id,waypoint_size,source_manager,destination_owner,raw_permissions,effective_permissions,reviewers\n` +
        `OktaUser,u1,"王 ""Ж"",\nİ",Role,r1,"line\nbreak; x",,Group,g1,3,m@example.com,o1," a b ;c;;c",DataRead;DataWrite,x@example.com; y\n`,
    )
    expect(rejected).toEqual([])
    expect(rows).toEqual([
      {
        row_key: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        source: { type: 'OktaUser', id: 'u1', name: '王 "Ж",\nİ', properties: { title: 'line\nbreak; x' } },
        destination: { type: 'Role', id: 'r1', name: '', properties: {} },
        waypoint: { type: 'Group', id: 'g1', name: '', properties: { size: '3' } },
        raw_permissions: ['a b', 'c'],
        effective_permissions: ['DataRead', 'DataWrite'],
        source_managers: ['m@example.com'],
        destination_owners: ['o1'],
        reviewers: ['x@example.com', 'y'],
      },
    ])
  })

  test('keeps the types of properties in JSON, takes arrays as lists, and null as nothing', async () => {
    const given = {
      source_is_active: false,
      source_tags: [{ a: 1 }],
      source_gone: null,
      waypoint_id: null,
      reviewers: null,
    }
    const { rows } = await readJson(line({ ...given, raw_permissions: ['a;b', 'c'], source___proto__: 1 }))
    expect(rows[0]?.source.properties).toEqual({ is_active: false, tags: [{ a: 1 }], ['__proto__']: 1 })
    expect(rows[0]).toMatchObject({ waypoint: null, reviewers: [], raw_permissions: ['a;b', 'c'] })
  })

  test('is the same again by its three entities, and not by what they are called', async () => {
    const keys = async (content: string) => (await readJson(content)).rows.map((one) => one.row_key)
    const way = { waypoint_type: 'G', waypoint_id: 'g' }
    const [plain, named, viaG, viaH, swapped] = await keys(
      [{}, { source_name: 'x' }, way, { ...way, waypoint_id: 'h' }, { source_id: 'r1', destination_id: 'u1' }]
        .map(line)
        .join('\n'),
    )
    expect(named).toBe(plain)
    expect(new Set([plain, viaG, viaH, swapped]).size).toBe(4)
  })
})

/** A line whose last field has a value that is written so. */
const withNumber = (field: string, value: string) => `${line().slice(0, -1)},"${field}": ${value}}`

test.each([
  ['1.50', '1.50'],
  ['1e3', '1e3'],
  ['1.0', '1.0'],
  ['-0', '-0'],
  ['1e-400', '1e-400'],
  ['1e400', '1e400'],
  ['0.1234567890123456789012', '0.1234567890123456789012'],
  ['1152921504606846977', '1152921504606846977'],
  ['[1.50, {"a": [2, 2.50]}]', ['1.50', { a: [2, '2.50'] }]],
  ['{"__proto__": 1.50}', { ['__proto__']: '1.50' }],
  ['1.5', 1.5],
  ['0', 0],
  ['-7', -7],
  ['9007199254740991', 9007199254740991],
  ['"1.50"', '1.50'],
])('a property that is written as %s is kept so', async (written, kept) => {
  const { rows, rejected } = await readJson(withNumber('source_size', written))
  expect(rejected).toEqual([])
  expect(rows[0]?.source.properties).toEqual({ size: kept })
})

test('a number in what is nested too deep to be read again spoils its line alone', async () => {
  const deepest = `${'['.repeat(200_000)}1.50${']'.repeat(200_000)}`
  const { rows, rejected } = await readJson([withNumber('source_a', deepest), line()].join('\n'))
  expect(rejected.map(({ error }) => error)).toEqual(['is nested too deep'])
  expect(rows).toHaveLength(1)
})

const long = 'x'.repeat(1025)

describe('bad input', () => {
  const bad: [string, string, string, string, string][] = [
    ['no JSON', 'ndjson', 'nonsense', '', 'is not JSON'],
    ['half an object', 'ndjson', '{"source_type":"a"', '', 'is not JSON'],
    ['an array', 'ndjson', '[1]', '', 'must be a JSON object'],
    ['null', 'ndjson', 'null', '', 'must be a JSON object'],
    ['no source type', 'ndjson', line({ source_type: undefined }), 'source_type', 'is missing'],
    ['no source id', 'ndjson', line({ source_id: undefined }), 'source_id', 'is missing'],
    ['no destination type', 'ndjson', line({ destination_type: null }), 'destination_type', 'is missing'],
    [
      'an empty destination id',
      'ndjson',
      line({ destination_id: '' }),
      'destination_id',
      'must not be empty',
    ],
    ['a number as id', 'ndjson', line({ source_id: 7 }), 'source_id', 'must be a text'],
    ['an object as name', 'ndjson', line({ source_name: {} }), 'source_name', 'must be a text'],
    [
      'an id that is too long',
      'ndjson',
      line({ source_id: 'x'.repeat(256) }),
      'source_id',
      'longer than 255',
    ],
    ['a name that is too long', 'ndjson', line({ source_name: long }), 'source_name', 'longer than 1024'],
    ['a line break in an id', 'ndjson', line({ source_id: 'a\nb' }), 'source_id', 'control character'],
    ['NUL in a name', 'ndjson', line({ source_name: 'a\u0000' }), 'source_name', 'NUL'],
    ['NUL in a property', 'ndjson', line({ source_a: { b: '\u0000' } }), 'source_a', 'NUL'],
    [
      'half a surrogate pair',
      'ndjson',
      line({ destination_name: '\ud800' }),
      'destination_name',
      'surrogate',
    ],
    [
      'half a surrogate pair in a property',
      'ndjson',
      line({ destination_a: '\ud800' }),
      'destination_a',
      'surrogate',
    ],
    ['a long number as id', 'ndjson', withNumber('source_name', '1.50'), 'source_name', 'must be a text'],
    [
      'a number in permissions that is written as a fraction',
      'ndjson',
      withNumber('raw_permissions', '["a", 1.50]'),
      'raw_permissions',
      'must be a text at position 2',
    ],
    ['a property nested too deep', 'ndjson', line({ source_a: deep }), 'source_a', 'nested deeper'],
    ['an unknown key', 'ndjson', line({ colour: 1 }), '', 'not a field of a row of access'],
    ['a property without a name', 'ndjson', line({ source_: 1 }), '', 'not a field'],
    ['a property whose name no filter can say', 'ndjson', line({ 'source_a b': 1 }), '', 'not a field'],
    ['a waypoint without its id', 'ndjson', line({ waypoint_type: 'G' }), 'waypoint_id', 'is missing'],
    ['a waypoint without its type', 'ndjson', line({ waypoint_id: 'g' }), 'waypoint_type', 'is missing'],
    ['properties of no waypoint', 'ndjson', line({ waypoint_size: 3 }), 'waypoint_type', 'is missing'],
    [
      'permissions that are a number',
      'ndjson',
      line({ raw_permissions: 1 }),
      'raw_permissions',
      'must be an array',
    ],
    [
      'a permission that is a number',
      'ndjson',
      line({ effective_permissions: [1] }),
      'effective_permissions',
      'must be a text at position 1',
    ],
    [
      'a permission that is too long',
      'ndjson',
      line({ raw_permissions: [long] }),
      'raw_permissions',
      'longer than 1024',
    ],
    [
      'a manager that is a list',
      'ndjson',
      line({ source_manager: ['a'] }),
      'source_manager',
      'must be a text',
    ],
    [
      'an owner that is too long',
      'ndjson',
      line({ destination_owner: long }),
      'destination_owner',
      'longer than 255',
    ],
    ['reviewers that are an object', 'ndjson', line({ reviewers: {} }), 'reviewers', 'must be an array'],
    ['a cell too few', 'csv', 'OktaUser,u1,Ada,Role', '', 'has 4 cells where the header has 5'],
    ['a cell too many', 'csv', `${row},x`, '', 'has 6 cells where the header has 5'],
    ['an empty id in a cell', 'csv', 'OktaUser,,Ada,Role,r1', 'source_id', 'must not be empty'],
    ['a quote in the middle', 'csv', 'OktaUser,u"1,Ada,Role,r1', '', 'quote'],
    ['text after a quote', 'csv', 'OktaUser,"u1"x,Ada,Role,r1', '', 'closing quote'],
    [
      'a quote that does not begin its cell',
      'csv',
      'OktaUser,u1,5" Ada,Role,r1',
      '',
      'in the middle of a cell',
    ],
  ]
  test.each(bad)(
    '%s gets a message with its line, and the others are taken',
    async (...[, format, text, field, error]) => {
      const csv = format === 'csv'
      const [first, last] = csv
        ? [`${header}\nOktaUser,a,A,Role,r`, 'OktaUser,b,B,Role,r']
        : [line({ source_id: 'a' }), line({ source_id: 'b' })]
      const { rows, rejected } = await (csv ? readCsv : readJson)(`${first}\n${text}\n${last}\n`)
      expect(rows.map(({ source }) => source.id)).toEqual(['a', 'b'])
      expect(rejected).toEqual([
        { line: csv ? 3 : 2, field, error: expect.stringContaining(error) as string, text },
      ])
    },
  )

  test.each([
    ['an unknown header', `${header},colour`, 'The header of column 6 is not a field'],
    ['an empty header', `${header},`, 'The header of column 6 is not a field'],
    ['a doubled header', `${header},source_id`, 'has source_id twice, in columns 2 and 6'],
    ['a doubled property', `${header},source_x,source_x`, 'has source_x twice'],
    ['a header without an id', 'source_type,destination_type,destination_id', 'lacks source_id'],
    ['no header', '', 'must name the fields'],
    ['T24 cells with bars', header.replaceAll(',', '|'), 'Cells were looked for with a comma, a semicolon'],
  ])('%s is told before any row', async (_, head, message) => {
    await expect(readCsv(head === '' ? '' : `${head}\n${row}\n`)).rejects.toThrow(message)
  })
})
