import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { foldText } from '#std/fold-text.ts'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { searchPeople } from './people-directory.ts'

// Thousands of texts: five seconds are not enough on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

async function folded(texts: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`SELECT fold_text(one.text) AS text
    FROM unnest(${texts}::text[]) WITH ORDINALITY AS one (text, place) ORDER BY place`.execute(
    database.store.db,
  )
  return rows.map(({ text }) => text)
}

/** Letters and accents of the newest Unicode, which the tables of Node and of PostgreSQL need not both know. */
const newest = /[\u1ACF-\u1AEB\uA7CE\uA7D2\uA7D4\u{10EFA}\u{10EFB}\u{16EA0}-\u{16EB8}]/u

test('T22 the database folds every code point as the page does, alone and before an accent', async () => {
  const points = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code !== 0 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code))
    .filter((letter) => !newest.test(letter))
  for (const after of ['', '\u0301']) {
    const texts = points.map((letter) => letter + after)
    const differing: string[] = []
    for (let from = 0; from < texts.length; from += 50_000) {
      const some = texts.slice(from, from + 50_000)
      const theirs = await folded(some)
      differing.push(...some.filter((text, index) => foldText(text) !== theirs[index]))
    }
    expect(differing).toEqual([])
  }
})

test('T22 the database folds any text as the page does', async () => {
  const letter = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('e', 'E', '\u0301', '\u0307', '\u0323', 'É', 'İ', 'I', 'Σ', 'ς', 'ß', 'ẞ', '\u212B'),
    fc.constantFrom(
      '’',
      '‘',
      'ʼ',
      '＇',
      "'",
      ' ',
      '\u00A0',
      '\u202F',
      '\u2007',
      '\u3000',
      '\u200B',
      '\u202E',
    ),
    fc.constantFrom('ᄀ', 'ᅡ', 'ᆨ', '각', '\u0344', '\u1100', 'ﬁ', '\u0958', '\u{1D15E}', '😀'),
  )
  const texts = fc
    .array(letter, { maxLength: 12 })
    .map((letters) => letters.join('').replaceAll('\0', ''))
    .filter((text) => text.isWellFormed() && !newest.test(text))
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 50, maxLength: 100 }), async (many) => {
      expect(await folded(many)).toEqual(many.map(foldText))
    }),
    { numRuns: 60 },
  )
})

test('T22 people are found however their names were written, and shown as they are called', async () => {
  const { db } = database.store
  const name = 'Renée O’Neil\u00A0Ruiz'.normalize('NFD')
  await insertPeople(db, [{ ...aUser('renee'), name }, aUser('other')], ['reviewer'])
  for (const text of ['RENÉE', "o'neil", 'OʼNEIL\u3000ruiz', 'née'.normalize('NFD'), "Renée O'Neil Ruiz"])
    expect((await searchPeople(db, text)).map((person) => person.name)).toEqual([name])
  expect(await searchPeople(db, 'renee o´neil')).toEqual([])
})

test('T22 the search of people goes through its index', async () => {
  const { db } = database.store
  const plan = await db.transaction().execute(async (tx) => {
    // Few people are read sooner than any index; what is asked here is whether the index can serve at all.
    await sql`SET LOCAL enable_seqscan = off`.execute(tx)
    return await sql<{ 'QUERY PLAN': string }>`EXPLAIN SELECT id FROM person
      WHERE search LIKE fold_text(${'%O’Neil%'})`.execute(tx)
  })
  const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(text).toContain('Bitmap Index Scan on person_search')
  expect(text).toContain("~~ '%o''neil%'")
})
