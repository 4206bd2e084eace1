import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { Actor } from '#contract/permissions.ts'
import { decisions } from '#contract/reviews/review-enums.ts'
import type { Result, ResultNode } from '#contract/reviews/result.ts'
import { nodeNames } from '#contract/reviews/result-fields.ts'
import type { Filter } from '#scim/ast.ts'
import { foldText } from '#std/fold-text.ts'
import { awkwardRows } from '#testing/awkward-results.ts'
import { createRandom } from '#testing/random.ts'
import { anActor, aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import type { ResultQuery } from '../../../reviews/reviews.ts'
import { openStore } from '../../database/open.ts'
import { listGroups } from './result-groups.ts'
import { listPositions } from './result-list.ts'
import { listRows } from './result-rows.ts'

const random = createRandom(20_261_129)
const actors: readonly Actor[] = [
  anActor(aUser('root'), ['admin']),
  anActor(aUser('otto'), ['operator']),
  anActor(aUser('audra'), ['auditor']),
  anActor(aUser('ana'), ['reviewer']),
  anActor(aUser('bob'), ['reviewer']),
]
let database: TestDatabase
let rowOf: ReadonlyMap<number, Result>

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertWorkflow(db, { workflow_id: 'w', owner: aUser('otto') })
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, awkwardRows(200, random))
  await insertCertification(db, { certification_id: 'other', workflow_id: 'w' }, awkwardRows(40, random))
  const rows = await listRows(
    db,
    anActor(aUser('root'), ['admin']),
    'c',
    Array.from({ length: 200 }, (_, id) => id),
  )
  rowOf = new Map(rows.map((row) => [row.result_id, row]))
})
afterAll(() => database.drop())

const plain: ResultQuery = {
  filter: undefined,
  mutable_filter: undefined,
  order: { field: 'result_id', direction: 'asc' },
}
const idsOf = (runs: readonly number[]) =>
  runs.flatMap((first, at) =>
    at % 2 === 0 ? Array.from({ length: runs[at + 1] ?? 0 }, (_, step) => first + step) : [],
  )

type Key = { readonly key: string; readonly name: string; readonly number?: number }

/** The group of a row, by this text alone. */
function keyOf(row: Result, group_by: string): Key {
  if (group_by === 'decision') return { key: row.decision, name: row.decision }
  const [first = '', attribute] = group_by.split('.')
  const node = (row as unknown as Record<string, ResultNode | null>)[first]
  if (attribute === undefined)
    return node ? { key: jsonText([node.type, node.id]), name: node.name || node.id } : { key: '', name: '' }
  const own = attribute === 'type' || attribute === 'id' || attribute === 'name'
  const value = own ? node?.[attribute] : node?.properties[attribute]
  if (value === undefined || value === null || value === '') return { key: '', name: '' }
  if (typeof value === 'number') return { key: String(value), name: String(value), number: value }
  const text = typeof value === 'string' ? value : jsonText(value)
  return { key: text, name: text }
}

/** JSON as PostgreSQL prints it; objects here have one key. */
function jsonText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`
  const fields = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${jsonText(one)}`)
  return `{${fields.join(', ')}}`
}

const byCode = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

function before(one: Key, other: Key): number {
  if ((one.key === '') !== (other.key === '')) return one.key === '' ? 1 : -1
  const place = (key: Key) => decisions.findIndex((known) => known === key.key)
  if (place(one) !== place(other)) return place(one) - place(other)
  const [a, b] = [one.number ?? Infinity, other.number ?? Infinity]
  if (a !== b) return a - b
  return byCode(foldText(one.name), foldText(other.name)) || byCode(one.key, other.key)
}

/** The rows of a list, dealt out to groups here. */
async function expected(actor: Actor, query: ResultQuery, group_by: string) {
  const { runs, seq } = await listPositions(database.store.db, actor, 'c', query)
  const rows = idsOf(runs).flatMap((id) => rowOf.get(id) ?? [])
  const groups = new Map<string, Key & { readonly rows: Result[] }>()
  for (const row of rows) {
    const key = keyOf(row, group_by)
    const known = groups.get(key.key)
    if (known) {
      known.rows.push(row)
      groups.set(key.key, {
        ...known,
        name: byCode(key.name, known.name) < 0 ? key.name : known.name,
        ...(key.number === undefined ? {} : { number: key.number }),
      })
    } else groups.set(key.key, { ...key, rows: [row] })
  }
  const sorted = [...groups.values()].toSorted(before)
  const count = (of: Result[], decision: string) =>
    of.filter((row) => row.decision === `RESULT_DECISION_${decision}`).length
  return {
    total: rows.length,
    seq,
    ids: sorted.flatMap((group) => group.rows.map((row) => row.result_id)),
    groups: sorted.map(({ key, name, rows: own }) => ({
      key,
      name,
      rows: own.length,
      none: count(own, 'NONE'),
      accepted: count(own, 'ACCEPTED'),
      rejected: count(own, 'REJECTED'),
      fixed: count(own, 'FIXED'),
      signed_off: own.filter((row) => row.signed_off_state === 'SIGNED_OFF').length,
    })),
  }
}

async function listed(actor: Actor, query: ResultQuery, group_by: string) {
  const { runs, groups, ...rest } = await listGroups(database.store.db, actor, 'c', { ...query, group_by })
  return { ...rest, ids: idsOf(runs), groups: groups.map(({ type: _type, id: _id, ...group }) => group) }
}

const groupings = [
  'source',
  'destination',
  'waypoint',
  'decision',
  ...nodeNames.flatMap((node) =>
    ['type', 'id', 'name', 'dept', 'Dept', 'risk', 'tags', 'is_active', 'none_has_it'].map(
      (name) => `${node}.${name}`,
    ),
  ),
]
const orders = ['result_id', 'source.type', 'decision', 'updated_at', 'source.dept', 'destination.name']

function randomQuery(): ResultQuery {
  const decision: Filter = {
    kind: 'cmp',
    path: { name: 'decision' },
    op: random.pick(['eq', 'ne'] as const),
    value: random.pick(decisions),
  }
  const name: Filter = {
    kind: 'cmp',
    path: { name: random.pick(nodeNames), sub: 'name' },
    op: 'co',
    value: random.pick(['a', 'o', 'e', '1']),
  }
  return {
    filter: random.chance(0.4) ? name : undefined,
    mutable_filter: random.chance(0.4) ? decision : undefined,
    order: { field: random.pick(orders), direction: random.pick(['asc', 'desc'] as const) },
  }
}

describe('a grouped list', () => {
  test.each(groupings)('by %s is what the list is, dealt out, for everybody', async (group_by) => {
    for (const actor of actors)
      for (const query of [plain, randomQuery(), randomQuery()])
        expect(await listed(actor, query, group_by), JSON.stringify(query)).toEqual(
          await expected(actor, query, group_by),
        )
  })

  test('keeps the order of the list in each group where PostgreSQL sorts to aggregate, too', async () => {
    const query: ResultQuery = { ...plain, order: { field: 'updated_at', direction: 'desc' } }
    const wanted = await expected(actors[0] as Actor, query, 'source.dept')
    const databaseUrl = `${database.url}${database.url.includes('?') ? '&' : '?'}options=${encodeURIComponent('-c enable_hashagg=off')}`
    const log = { info: () => undefined, warn: () => undefined }
    const store = await openStore({ databaseUrl, dataDir: '', applicationName: 'countersign test', log })
    onTestFinished(() => store.close())
    const { rows } = await sql`SHOW enable_hashagg`.execute(store.db)
    expect(rows).toEqual([{ enable_hashagg: 'off' }])
    const { runs } = await listGroups(store.db, actors[0] as Actor, 'c', {
      ...query,
      group_by: 'source.dept',
    })
    expect(idsOf(runs)).toEqual(wanted.ids)
  })

  test('names entities with their type and id, one without a name by its id, and rows without one last', async () => {
    const { db } = database.store
    const rows = [
      aRow({ waypoint: aNode('Role', 'r2', {}) }),
      aRow({ waypoint: null }),
      aRow({ waypoint: { ...aNode('Role', 'r1', {}), name: '' } }),
    ]
    await insertCertification(db, { certification_id: 'named', workflow_id: 'w' }, rows)
    const { groups, runs } = await listGroups(db, actors[0] as Actor, 'named', {
      ...plain,
      group_by: 'waypoint',
    })
    expect(groups.map(({ name, type, id }) => [name, type, id])).toEqual([
      ['r1', 'Role', 'r1'],
      ['r2', 'Role', 'r2'],
      ['', '', ''],
    ])
    expect(idsOf(runs)).toEqual([2, 0, 1])
  })
})
