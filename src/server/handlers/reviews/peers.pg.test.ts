import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import type { ReviewEntity } from '#contract/reviews/entities/entity-calls.ts'
import type { PeerFact } from '#contract/reviews/entities/peers.ts'
import type { StoredNode } from '#server/store/database/review-schema.ts'
import { createRandom } from '#testing/random.ts'
import { aNode, aUser, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

type Access = { readonly source: StoredNode; readonly destination: StoredNode }

let server: TestServer
let access: readonly Access[]
let certification_id = ''
const cookies = new Map<string, string>()
const db = () => server.database.store.db
const people: readonly (readonly [string, Role])[] = [
  ['root', 'admin'],
  ['olga', 'operator'],
  ['rita', 'reviewer'],
  ['adam', 'auditor'],
]

/** Departments of 12, 6, 5, 4 and 1 people, some written in other letters, people without one, and of another type. */
function madeAccess(): readonly Access[] {
  const random = createRandom(14)
  const sizes = { Finance: 12, Sales: 6, 'Vertrieb Süd': 5, Legal: 4, Board: 1 }
  const named = Object.entries(sizes).flatMap(([department, size]) =>
    Array.from({ length: size }, (_, at) =>
      aNode('OktaUser', `${department}-${at}`, {
        department: at % 3 === 1 ? department.toUpperCase() : department,
      }),
    ),
  )
  const sources = [
    ...named,
    aNode('OktaUser', 'nobody', {}),
    aNode('OktaUser', 'blank', { department: ' ' }),
    aNode('OktaUser', 'list', { department: ['Finance'] }),
    aNode('AdUser', 'Finance-0', { department: 'Finance' }),
  ]
  const destinations = Array.from({ length: 9 }, (_, at) => aNode('App', `app-${at}`))
  return sources.flatMap((source) =>
    destinations.flatMap((destination, at) =>
      at === 0 || random.chance(0.4) ? [{ source, destination }] : [],
    ),
  )
}

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  for (const [id, role] of people) cookies.set(id, await server.signIn(id, role))
  await insertWorkflow(db(), { workflow_id: 'w', creator: aUser('olga') })
  access = madeAccess()
  const { rows } = await sql<{ id: string }>`INSERT INTO snapshot (workflow_id, imported_at, rows, complete)
    VALUES ('w', '2026-03-01T00:00:00Z', ${access.length}, true) RETURNING snapshot_id AS id`.execute(db())
  for (const [at, { source, destination }] of access.entries())
    await sql`INSERT INTO access_row (snapshot_id, row_key, source, destination, reviewers)
      VALUES (${rows[0]?.id}, ${Buffer.from(String(at))}, ${JSON.stringify(source)}::jsonb,
        ${JSON.stringify(destination)}::jsonb, '{localCookieUser:rita}')`.execute(db())
  const reviewer_assignment = { reviewers: [{ user_type: 'localCookieUser', id: 'rita' }] }
  // Limited to some of them: peers are counted over all.
  const identities = ['Finance-0', 'Sales-1', 'Legal-0', 'nobody', 'list', 'blank', 'Vertrieb Süd-4'].map(
    (id) => ({
      type: 'OktaUser',
      id,
    }),
  )
  const answer = await server.send('POST', '/api/preview/awf/certifications', headersOf('root'), {
    workflow_id: 'w',
    reviewer_assignment,
    dynamic_information: { identities },
  })
  certification_id = (answer.body as { certification_id: string }).certification_id
  // Its rows are gathered after the answer.
  await vi.waitFor(
    async () => {
      const { rows: made } = await sql<{ state: string }>`SELECT state FROM certification`.execute(db())
      expect(made[0]?.state).toBe('CERT_STATE_IN_PROGRESS')
    },
    { timeout: 30_000, interval: 50 },
  )
})
afterAll(() => server.close())

const headersOf = (who: string) => ({
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-requested-with': 'countersign',
  cookie: cookies.get(who) ?? '',
})
const ask = (who: string, path: string) =>
  server.send('GET', `/app/v1/certifications/${certification_id}/${path}`, headersOf(who))
const factFor = async (who: string, id: number) =>
  ((await ask(who, `rows/${id}/peers`)).body as { value: PeerFact | null }).value
const entityFor = async (who: string, id: string) =>
  (
    (await ask(who, `entity?node=source&type=OktaUser&id=${encodeURIComponent(id)}`)).body as {
      value: ReviewEntity
    }
  ).value
const showTo = (shown_to: string) =>
  sql`INSERT INTO review_setting VALUES ('peer_facts', 'w', ${JSON.stringify({ shown_to })}::jsonb)
    ON CONFLICT (leaf, workflow_id) DO UPDATE SET value = EXCLUDED.value`.execute(db())

/** The same facts, one row at a time, written from the words of the decision alone. */
function factOf({ source, destination }: Access): PeerFact | null {
  const departmentOf = ({ type, properties: { department } }: StoredNode) =>
    typeof department === 'string' && department.trim() !== ''
      ? `${type} ${department.toLowerCase()}`
      : undefined
  const own = departmentOf(source)
  if (own === undefined) return null
  const peers = access.filter((one) => departmentOf(one.source) === own)
  const size = new Set(peers.map((one) => one.source.id)).size
  if (size < 5) return null
  const holders = new Set(
    peers.filter((one) => one.destination.id === destination.id).map((one) => one.source.id),
  ).size
  return { attribute: 'department', group: String(source.properties['department']), holders, size }
}

async function allRows() {
  const { rows } = await sql<Access & { result_id: number }>`SELECT result_id, source, destination FROM result
    ORDER BY result_id`.execute(db())
  return rows
}

describe('T14 what peers hold', () => {
  test('is counted over the whole snapshot, in groups of five or more, as an oracle counts it', async () => {
    const rows = await allRows()
    expect(new Set(rows.map(({ source }) => source.id)).size).toBe(7)
    const told = await Promise.all(rows.map(({ result_id }) => factFor('root', result_id)))
    expect(told).toEqual(rows.map((row) => factOf(row)))
    const sizes = new Set(told.map((fact) => fact?.size))
    expect(sizes).toEqual(new Set([12, 6, 5, undefined]))
  })

  test('is told by setting and role, and never where a row is not seen', async () => {
    const row = (await allRows()).find((each) => factOf(each) !== null)
    const id = row?.result_id ?? -1
    const told = async () =>
      await Promise.all(people.map(async ([who]) => ((await factFor(who, id)) === null ? '' : who)))
    expect(await told()).toEqual(['root', 'olga', '', 'adam'])
    const rare = async () =>
      await Promise.all(people.map(async ([who]) => (await entityFor(who, 'Finance-0')).rare.length > 0))
    expect(await rare()).toEqual([true, true, false, true])
    await showTo('EVERYBODY')
    expect(await told()).toEqual(['root', 'olga', 'rita', 'adam'])
    expect(await rare()).toEqual([true, true, true, true])
    await showTo('NOBODY')
    expect(await told()).toEqual(['', '', '', ''])
    expect(await rare()).toEqual([false, false, false, false])
    await showTo('STAFF')
    await sql`DELETE FROM result_reviewer WHERE result_id = ${id}`.execute(db())
    expect((await ask('rita', `rows/${id}/peers`)).status).toBe(404)
    expect((await ask('rita', 'rows/99999/peers')).status).toBe(404)
    await sql`INSERT INTO result_reviewer SELECT number, ${id}, 'localCookieUser', 'rita' FROM certification`.execute(
      db(),
    )
  })
})

test('T14 a person’s page counts the rows that one may see; a person of whom one sees none is nobody', async () => {
  const rows = (await allRows()).filter(({ source }) => source.id === 'Finance-0')
  const mine = rows.map(({ result_id }) => result_id)
  await sql`UPDATE result SET decision = 'RESULT_DECISION_ACCEPTED' WHERE result_id = ${mine[0]}`.execute(
    db(),
  )
  const all = await entityFor('root', 'Finance-0')
  expect(all).toMatchObject({ rows: mine.length, to_decide: mine.length - 1, to_sign_off: 1, signed_off: 0 })
  expect(all.entity).toMatchObject({
    type: 'OktaUser',
    id: 'Finance-0',
    properties: { department: 'Finance' },
  })
  const facts = rows.map((row) => factOf(row)?.holders ?? 0).toSorted((a, b) => a - b)
  expect(all.rare.map(({ holders }) => holders)).toEqual(facts.slice(0, 5))
  await sql`DELETE FROM result_reviewer WHERE result_id <> ${mine[0]}`.execute(db())
  expect(await entityFor('rita', 'Finance-0')).toMatchObject({ rows: 1, to_decide: 0, to_sign_off: 1 })
  const unseen = await ask('rita', 'entity?node=source&type=OktaUser&id=Sales-1')
  const none = await ask('rita', 'entity?node=source&type=OktaUser&id=none')
  const told = ({ status, body }: typeof none) => ({ status, ...(body as object), request_id: '' })
  expect(told(unseen)).toEqual(told(none))
  expect(none.status).toBe(404)
  expect((await ask('root', 'entity?node=waypoint&type=a&id=b')).status).toBe(400)
})
