import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Result, ResultNode } from '#contract/reviews/result.ts'
import {
  mutableResultFields,
  nodeNames,
  resultFields,
  resultFieldsOf,
  withTextValues,
} from '#contract/reviews/result-fields.ts'
import type { CompareOp, Filter, Value } from '#scim/ast.ts'
import { checkFilter } from '#scim/check.ts'
import { fieldPath } from '#scim/fields.ts'
import { compile } from '#scim/logic.ts'
import { normalise } from '#scim/normalise.ts'
import { parse } from '#scim/parse.ts'
import { print } from '#scim/print.ts'
import { foldText } from '#std/fold-text.ts'
import { awkwardAttributes, awkwardRows, word } from '#testing/awkward-results.ts'
import { createRandom } from '#testing/random.ts'
import { anActor, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { resultCondition } from './result-filter.ts'
import { listRows } from './result-rows.ts'

const seed = 20_261_122
const random = createRandom(seed)
let database: TestDatabase
let rows: readonly Result[]

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertWorkflow(db, { workflow_id: 'w' })
  const given = awkwardRows(600, random)
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, given)
  rows = await listRows(
    db,
    anActor(aUser('root'), ['admin']),
    'c',
    given.map((_, id) => id),
  )
})
afterAll(() => database.drop())

const nodeFields = nodeNames.flatMap((node) => awkwardAttributes.map((name) => `${node}.${name}`))
const fields = {
  filter: [...Object.keys(resultFields), ...nodeFields],
  mutable_filter: Object.keys(mutableResultFields),
} as const
type Kind = keyof typeof fields

/** The canonical form of a filter, through the very text and checks that a request goes through. */
function canonical(filter: Filter, kind: Kind): Filter {
  const read = withTextValues(parse(print(filter)))
  const table = kind === 'filter' ? resultFieldsOf(read) : mutableResultFields
  expect(checkFilter(read, table), print(filter)).toEqual([])
  return normalise(read, table)
}

function randomFilter(kind: Kind, depth = 3): Filter {
  const roll = random.next()
  if (depth === 0 || roll < 0.45) return comparison(random.pick(fields[kind]))
  if (roll < 0.6) return { kind: 'not', filter: randomFilter(kind, depth - 1) }
  const part = () => randomFilter(kind, depth - 1)
  return {
    kind: roll < 0.8 ? 'and' : 'or',
    filters: [part(), part(), ...(random.chance(0.5) ? [part()] : [])],
  }
}

function comparison(field: string): Filter {
  const op = random.pick<CompareOp>(isEnum(field) ? ['eq', 'ne'] : ['co', 'eq', 'ne', 'sw', 'ew'])
  const known = valuesOf(random.pick(rows), field)
  const whole = known.length > 0 && (isEnum(field) || random.chance(0.9)) ? random.pick(known) : word(random)
  if (isEnum(field)) return { kind: 'cmp', path: { name: field }, op, value: String(whole) }
  const value = op === 'eq' || op === 'ne' ? whole : partOf(String(whole), op)
  return { kind: 'cmp', path: fieldPath(field), op, value: bareOrQuoted(value, field) }
}

/** The same filter with the names of entities and of documented fields in another case; attributes have one spelling. */
function respelled(filter: Filter): Filter {
  if (filter.kind === 'not') return { kind: 'not', filter: respelled(filter.filter) }
  if (filter.kind === 'and' || filter.kind === 'or') {
    const [first, second, ...rest] = filter.filters
    return {
      kind: filter.kind,
      filters: [respelled(first), respelled(second), ...rest.map(respelled)],
    }
  }
  const { name, sub } = filter.path
  const other = (text: string) => (random.chance(0.3) ? text.toUpperCase() : text)
  const isDocumented = sub !== undefined && Object.hasOwn(resultFields, `${name}.${sub}`)
  const path = {
    name: other(name),
    ...(sub === undefined ? {} : { sub: isDocumented ? other(sub) : sub }),
  }
  return { ...filter, path }
}

function isEnum(field: string): boolean {
  return field === 'decision' || field === 'signed_off_state'
}

/** Numbers and truth values also quoted, as text; only entities take them bare. */
function bareOrQuoted(value: Value, field: string): Value {
  return field.includes('.') && random.chance(0.5) ? value : String(value)
}

function partOf(text: string, op: CompareOp): string {
  const points = [...text]
  const from = op === 'sw' ? 0 : random.below(points.length + 1)
  const part = points.slice(from, op === 'ew' ? undefined : from + 1 + random.below(3)).join('')
  return random.chance(0.2) ? part.toUpperCase() : part
}

/** The texts that a row shows under a field, by the API's shape alone: an empty list when it shows none. */
function valuesOf(row: Result, field: string): readonly (string | number | boolean)[] {
  const [name, attribute] = field.split('.')
  if (attribute !== undefined) {
    const node = row[name as 'source'] as ResultNode | null
    const own = attribute === 'type' || attribute === 'id' || attribute === 'name'
    return simple(own ? node?.[attribute] : node?.properties[attribute])
  }
  if (field === 'abstract_permissions') return row.accumulated_effective_permissions
  if (field === 'concrete_permissions') return row.accumulated_raw_permissions
  if (field === 'reviewers') return row.reviewers.flatMap(({ email, name }) => [email, name])
  return [row[field as 'notes' | 'decision' | 'signed_off_state']]
}

function simple(value: unknown): (string | number | boolean)[] {
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
}

function shown(filter: Filter): (row: Result) => boolean {
  return compile<Result>(filter, (clause) => {
    if (clause.kind !== 'cmp') throw new Error('not a comparison')
    const { path, op, value } = clause
    const field = path.sub === undefined ? path.name : `${path.name}.${path.sub}`
    const isExact = path.sub === 'id' || field.endsWith('_permissions') || isEnum(field)
    const same = isExact ? (text: string) => text : foldText
    const want = same(String(value))
    const holds = (have: string) => {
      if (op === 'co') return have.includes(want)
      if (op === 'sw') return have.startsWith(want)
      if (op === 'ew') return have.endsWith(want)
      return have === want
    }
    return (row) => valuesOf(row, field).some((have) => holds(same(String(have)))) !== (op === 'ne')
  })
}

async function foundBy(filters: readonly Filter[]): Promise<number[][]> {
  const parts = filters.map(
    (filter, index) =>
      sql`coalesce(array_agg(result_id ORDER BY result_id) FILTER (WHERE ${resultCondition(filter)}), '{}')
        AS ${sql.ref(`f${index}`)}`,
  )
  const { rows } = await sql<Record<string, number[]>>`SELECT ${sql.join(parts)} FROM result`.execute(
    database.store.db,
  )
  return filters.map((_, index) => rows[0]?.[`f${index}`] ?? [])
}

/** A batch is one statement. FILTER_RUNS=20000 is what a change of filters is tried with; a usual run takes fewer. */
const batchSize = 50
const batches = Math.ceil(Number(process.env['FILTER_RUNS'] ?? 1_000) / batchSize)

describe(`filters find what a matcher over the API's shape finds (seed ${seed})`, () => {
  for (const kind of ['filter', 'mutable_filter'] as const)
    test(`${kind}: ${batches * batchSize} random filters over 600 awkward rows, no difference`, async () => {
      let differences = 0
      let matched = 0
      for (let batch = 0; batch < batches; batch++) {
        const filters = Array.from({ length: batchSize }, () => randomFilter(kind))
        const found = await foundBy(filters.map((filter) => canonical(respelled(filter), kind)))
        for (const [index, filter] of filters.entries()) {
          const expected = rows.filter(shown(filter)).map((row) => row.result_id)
          matched += expected.length
          if (JSON.stringify(found[index]) === JSON.stringify(expected)) continue
          differences++
          expect.soft(found[index], print(filter)).toEqual(expected)
        }
      }
      expect(differences).toBe(0)
      expect(matched).toBeGreaterThan(batches * batchSize * 40)
    })

  test('T21 true and false are found in any case, by a value in any case', async () => {
    const texts = ['eq "TRUE"', 'eq true', 'ne "True"'].map((text) => `source.is_active ${text}`)
    const found = await foundBy(texts.map((text) => canonical(parse(text), 'filter')))
    const isTrue = ({ source }: Result) => String(source.properties['is_active']).toLowerCase() === 'true'
    const wanted = rows.filter(isTrue).map((row) => row.result_id)
    const others = rows.filter((row) => !isTrue(row)).map((row) => row.result_id)
    expect(rows.some(({ source }) => source.properties['is_active'] === 'True')).toBe(true)
    expect(found).toEqual([wanted, wanted, others])
  })

  test('T22 names and notes are found however their letters, apostrophes and blanks were written', async () => {
    const ask = async (text: string, kind: Kind) => (await foundBy([canonical(parse(text), kind)]))[0]
    const where = (test: (row: Result) => boolean) => rows.filter(test).map((row) => row.result_id)
    const ways = ["Renée O'Neil Ruiz", 'Renée O’Neil\u00A0Ruiz'.normalize('NFD')]
    expect(rows.some(({ source }) => source.name === ways[0])).toBe(true)
    expect(rows.some(({ source }) => source.name === ways[1])).toBe(true)
    const named = where(({ source }) => ways.includes(source.name))
    const other = 'RENÉE OʼNEIL\u3000RUIZ'
    expect(await ask(`source.name eq "${other}"`, 'filter')).toEqual(named)
    expect(await ask(`source.name ew "${'née o＇neil ruiz'.normalize('NFD')}"`, 'filter')).toEqual(named)
    const noted = where(({ notes }) => notes.normalize('NFC').includes('l’été\u202F!'))
    expect(noted.length).toBeGreaterThan(0)
    expect(await ask(`notes co "L'ÉTÉ !"`, 'mutable_filter')).toEqual(noted)
  })

  test('T23 who, what and through are found in any case by each operator, ids as they are', async () => {
    for (const node of nodeNames)
      for (const attribute of ['name', 'type', 'dept'])
        for (const text of ['eq "JDOE"', 'co "DOE"', 'sw "jDO"', 'ew "OE"', 'ne "JDOE"', 'eq "OKTAUSER"']) {
          const asked = canonical(parse(`${node}.${attribute} ${text}`), 'filter')
          const smaller = canonical(parse(`${node}.${attribute} ${text.toLowerCase()}`), 'filter')
          const [found, same] = await foundBy([asked, smaller])
          expect(found, print(asked)).toEqual(same)
        }
    const spellings = (name: string) => rows.filter(({ source }) => source.name === name).length
    const [found = []] = await foundBy([canonical(parse('source.name eq "jDOE"'), 'filter')])
    expect(found).toHaveLength(spellings('jdoe') + spellings('JDoe'))
    const id = rows.find(({ source }) => /[a-z]/.test(source.id))?.source.id ?? ''
    const [exact, other] = await foundBy(
      [id, id.toUpperCase()].map((value) =>
        canonical({ kind: 'cmp', path: fieldPath('source.id'), op: 'eq', value }, 'filter'),
      ),
    )
    expect(exact?.length).toBeGreaterThan(0)
    expect(other).not.toEqual(exact)
  })

  test('filters written by hand', async () => {
    const texts = [
      'source.is_active eq true',
      'source.is_active eq "true"',
      'source.tags eq "b%"',
      'source.tags ne "a"',
      'not (waypoint.name co "")',
      'source.nested co ""',
      'source.name eq "a property called name"',
    ]
    const filters = texts.map((text) => canonical(parse(text), 'filter'))
    const [bare, quoted, tag, otherTags, noWaypoint, nested, hidden] = await foundBy(filters)
    const where = (test: (row: Result) => boolean) => rows.filter(test).map((row) => row.result_id)
    expect(bare).toEqual(quoted)
    expect(bare).toEqual(
      where(({ source }) => String(source.properties['is_active']).toLowerCase() === 'true'),
    )
    expect(tag).toEqual(where(({ source }) => simple(source.properties['tags']).includes('b%')))
    expect(otherTags).toEqual(where(({ source }) => !simple(source.properties['tags']).includes('a')))
    expect(noWaypoint).toEqual(where(({ waypoint }) => waypoint === null))
    expect([nested, hidden]).toEqual([[], []])
  })
})
