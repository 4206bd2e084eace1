import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { counted } from '#std/counted.ts'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { importAccess, rowsOf } from './import-access.test-helper.ts'

/*
 * One file for each kind of line that people send: what the summary says of it, and which rows it makes. A file is a
 * header with `a` in a good line before and `z` in one behind, unless it is written out.
 */

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const people = [aUser('rita'), aUser('mia')]
  await insertPeople(database.store.db, people, ['reviewer'])
  const twins = [aUser('tim'), { ...aUser('tim2', 'OktaUser'), email: 'tim@example.com' }]
  await insertPeople(database.store.db, twins, ['reviewer'])
})
afterAll(() => database.drop())

const header = 'source_type,source_id,source_name,destination_type,destination_id,raw_permissions,reviewers'
const [first, last] = ['User,a,A,Role,r,,', 'User,z,Z,Role,r,,']
const csv = (...lines: readonly string[]) => `${[header, first, ...lines, last].join('\n')}\n`
const given = { source_type: 'User', source_id: 'b', destination_type: 'Role', destination_id: 'r' }
const object = (more: object = {}) => JSON.stringify({ ...given, ...more })
const ndjson = (...lines: readonly string[]) =>
  `${[object({ source_id: 'a' }), ...lines, object({ source_id: 'z' })].join('\n')}\n`
const many = Array.from({ length: 1001 }, (_, n) => `p${n}`)

const summary = (lines: number, merged: number, rejected: number, rows: number) =>
  `${counted(lines, 'line')}: ${merged} merged into others, ${rejected} rejected, ${counted(rows, 'row')}.`
const [taken, rejected, merged] = [summary(3, 0, 0, 3), summary(3, 0, 1, 2), summary(3, 1, 0, 2)]
const semicolon = 'Its cells have a semicolon between them.'
const tab = 'Its cells have a tab between them.'

type File = readonly [kind: string, content: string | Uint8Array, told: string, rows?: readonly string[]]
const good = ['a r', 'b r', 'z r']
const without = ['a r', 'z r']

const tables: readonly File[] = [
  ['a plain line', csv('User,b,B,Role,r,,'), taken, good],
  ['CRLF', csv('User,b,B,Role,r,,').replaceAll('\n', '\r\n'), taken, good],
  ['a byte order mark', `\ufeff${csv('User,b,B,Role,r,,')}`, taken, good],
  ['an empty line', csv('', 'User,b,B,Role,r,,'), taken, good],
  ['a line of blanks', csv('   ', 'User,b,B,Role,r,,'), taken, good],
  ['a quoted comma', csv('User,b,"B, C",Role,r,,'), taken, good],
  ['a doubled quote', csv('User,b,"B ""C""",Role,r,,'), taken, good],
  ['a line break in a cell', csv('User,b,"B\nC",Role,r,,'), taken, good],
  ['a list of permissions', csv('User,b,B,Role,r,p;q,'), taken, good],
  ['a known reviewer', csv('User,b,B,Role,r,,rita@example.com'), taken, good],
  ['an emoji', csv('User,b,😀,Role,r,,'), taken, good],
  ['the same line twice', csv(first), merged, without],
  ['more permissions of one row', csv('User,a,A,Role,r,p,'), merged, without],
  ['another reviewer of one row', csv('User,a,A,Role,r,,mia'), merged, without],
  ['a cell too few', csv('User,b,B,Role,r,'), rejected, without],
  ['a cell too many', csv('User,b,B,Role,r,,,'), rejected, without],
  ['an empty type', csv(',b,B,Role,r,,'), rejected, without],
  ['an empty id', csv('User,,B,Role,r,,'), rejected, without],
  ['T25 an id of nothing visible', csv('User,\u2800,B,Role,r,,'), rejected, without],
  ['an empty destination', csv('User,b,B,Role,,,'), rejected, without],
  ['a quote in the middle', csv('User,b,5" B,Role,r,,'), rejected, without],
  ['text behind a quote', csv('User,b,"B"C,Role,r,,'), rejected, without],
  ['an id too long', csv(`User,${'b'.repeat(256)},B,Role,r,,`), rejected, without],
  ['a name too long', csv(`User,b,${'B'.repeat(1025)},Role,r,,`), rejected, without],
  ['too many permissions', csv(`User,b,B,Role,r,${many.join(';')},`), rejected, without],
  ['a permission too long', csv(`User,b,B,Role,r,${'p'.repeat(1025)},`), rejected, without],
  ['a control character', csv('User,b\u0007,B,Role,r,,'), rejected, without],
  ['a NUL', csv('User,b,B\u0000,Role,r,,'), rejected, without],
  ['an ambiguous reviewer', csv('User,b,B,Role,r,,tim@example.com'), rejected, without],
  ['T24 a zero-width space in an id', csv('User,b\u200b,B,Role,r,,'), rejected, without],
  ['T24 a blank behind an id', csv('User,b ,B,Role,r,,'), rejected, without],
  ['T24 a variation selector in an id', csv('User,b\ufe0f,B,Role,r,,'), rejected, without],
  ['T24 a blank that is none behind an id', csv('User,b\u00a0,B,Role,r,,'), rejected, without],
  [
    'T24 a zero-width space around a reviewer',
    csv('User,b,B,Role,r,,\u200brita@example.com\ufeff'),
    taken,
    good,
  ],
  ['T24 a zero-width space in a reviewer', csv('User,b,B,Role,r,,ri\u200bta@example.com'), rejected, without],
  [
    'not UTF-8',
    Buffer.concat([
      Buffer.from(`${header}\n${first}\nUser,b,`),
      Buffer.from([0xe9]),
      Buffer.from(`,Role,r,,\n${last}\n`),
    ]),
    rejected,
    without,
  ],
  ['gzip', gzipSync(csv('User,b,B,Role,r,,')), taken, good],
  ['T24 semicolons', csv('User,b,B,Role,r,,').replaceAll(',', ';'), `${taken}\n${semicolon}`, good],
  ['T24 tabs', csv('User,b,B,Role,r,,').replaceAll(',', '\t'), `${taken}\n${tab}`, good],
  ['T24 sep=;', `sep=;\n${csv('User,b,B,Role,r,,').replaceAll(',', ';')}`, `${taken}\n${semicolon}`, good],
  ['T24 sep=,', `sep=,\r\n${csv('User,b,B,Role,r,,')}`, taken, good],
  [
    'T24 a list with | between semicolons',
    csv('User,b,B,Role,r,p|q,').replaceAll(',', ';'),
    `${taken}\n${semicolon}`,
    good,
  ],
  [
    'T24 a quoted list between semicolons',
    csv('User,b,B,Role,r,"p;q",').replaceAll(',', ';'),
    `${taken}\n${semicolon}`,
    good,
  ],
  [
    'T24 an unquoted list between semicolons',
    `${csv().replaceAll(',', ';')}User;b;B;Role;r;p;q;\n`,
    `${rejected}\n${semicolon}`,
    without,
  ],
  ['T24 capital headers', csv('User,b,B,Role,r,,').replace(header, header.toUpperCase()), taken, good],
  [
    'T24 blank headers',
    csv('User,b,B,Role,r,,').replace(header, ` ${header.replaceAll(',', ' , ').replaceAll('_', ' ')}`),
    taken,
    good,
  ],
]

const objects: readonly File[] = [
  ['an object', ndjson(object()), taken, good],
  ['an object with CRLF', ndjson(object()).replaceAll('\n', '\r\n'), taken, good],
  ['an array of permissions', ndjson(object({ raw_permissions: ['p', 'q'] })), taken, good],
  ['a null', ndjson(object({ source_name: null })), taken, good],
  ['an attribute', ndjson(object({ source_title: 'x' })), taken, good],
  ['a number as it stands in the file', ndjson(object({ source_a: 2 ** 60 })), taken, good],
  [
    'a waypoint',
    ndjson(object({ waypoint_type: 'Group', waypoint_id: 'g' })),
    taken,
    ['a r', 'b Group g r', 'z r'],
  ],
  ['the same object twice', ndjson(object({ source_id: 'a' })), merged, without],
  ['no JSON', ndjson('nonsense'), rejected, without],
  ['half an object', ndjson(object().slice(0, -4)), rejected, without],
  ['an array', ndjson('[]'), rejected, without],
  ['a null for an object', ndjson('null'), rejected, without],
  ['a number as id', ndjson(object({ source_id: 7 })), rejected, without],
  ['no id', ndjson(object({ source_id: undefined })), rejected, without],
  ['an unknown key', ndjson(object({ colour: 1 })), rejected, without],
  ['a waypoint without its id', ndjson(object({ waypoint_type: 'Group' })), rejected, without],
  ['half a surrogate pair', ndjson(object({ source_name: '\ud800' })), rejected, without],
  ['permissions that are a number', ndjson(object({ raw_permissions: 1 })), rejected, without],
  ['a permission that is a number', ndjson(object({ raw_permissions: [1] })), rejected, without],
  ['reviewers that are an object', ndjson(object({ reviewers: {} })), rejected, without],
]

const files = Object.entries({ csv: tables, ndjson: objects }).flatMap(([format, list]) =>
  list.map(([kind, content, told, rows]) => ({ format, kind, content, told, rows })),
)

test('there are at least 60 kinds', () => {
  expect(files.length).toBeGreaterThanOrEqual(60)
})

test.each(files)('a file of $format: $kind', async ({ format, kind, content, told, rows }) => {
  const ended = await importAccess(database, content, {
    name: `access.${format}`,
    args: ['--workflow', `${format} ${kind}`, '--accept-rejects'],
  })
  expect(ended.told).toBe(told)
  expect(ended.exit).toBe(told.includes(' 0 rejected') ? 0 : 1)
  expect((await rowsOf(database, ended.id)).map(({ row }) => row)).toEqual(rows)
})

test.each([
  ['T24 two attributes that differ in case', 'source_Title,source_title', 'differ in their case only'],
  ['T24 no known separator', `x|y`, 'Cells were looked for with a comma, a semicolon and a tab'],
])('%s make nothing', async (_, more, message) => {
  const content = more.includes('|') ? `${header.replaceAll(',', '|')}\n` : `${header},${more}\n${first},,\n`
  const ended = await importAccess(database, content, { args: ['--workflow', 'refused'] })
  expect(ended).toMatchObject({ exit: 2, told: expect.stringContaining(message) as string })
})

test('T24 what cannot be seen is named with its place', async () => {
  const ended = await importAccess(database, csv('User,b,B,Role,r,,ri\u200bta'), {
    args: ['--workflow', 'named'],
  })
  expect(ended.rejected).toMatchObject([
    { line: 3, field: 'reviewers', error: 'holds a character that cannot be seen: U+200B at place 3' },
  ])
})

test('T24 attribute names keep their case, and what they are of does not', async () => {
  const content = `${header},Source_JobTitle\n${first},x\n`
  const ended = await importAccess(database, content, { args: ['--workflow', 'case'] })
  expect(ended.told).toBe(summary(1, 0, 0, 1))
})
