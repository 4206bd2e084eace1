import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { addressAttributes, type Identity, isOwnAccess } from '#contract/reviews/self-review.ts'
import { aNode, aUser, insertWorkflow } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { copyAccessRows, rowKeyOf } from '../access/access-rows.ts'
import { personKey } from './assign-reviewers.ts'
import { noteOwnAccess, withOwnAccess } from './own-access.ts'

const [ana, bob] = [aUser('ana'), { ...aUser('bob'), email: ' Bob@Example.com ' }]
const eva = { ...aUser('eva', 'OktaUser'), email: '' }
const people = [ana, bob, eva, { ...aUser('nobody'), email: '' }]
const forms = [
  'ana@example.com',
  'ANA@example.com ',
  'x@example.com;ana@example.com',
  'x@example.com, ana@example.com',
  'x@example.com|bob@example.com',
  'bob@example.com ana@example.com',
  'Ana <ana@example.com>',
  'diana@example.com',
  'ana@example.com.au',
  'ana',
  'EVA',
  '',
  ' ; ',
]

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertWorkflow(database.store.db, { workflow_id: 'w1' })
})
afterAll(() => database.drop())

/** The attributes that may name a person, as files also write them, and some that name nobody. */
const names = [
  ...addressAttributes,
  ...addressAttributes.map((name) => name.toUpperCase()),
  'userPrincipalName',
  'E-Mail',
  'Idp Unique Id',
  'email_of_manager',
  'mailbox',
]

/** Sources that carry each form in each place that may name a person. */
function sources() {
  const all = forms.flatMap((text) => [
    aNode('OktaUser', `id ${text}`),
    { ...aNode('OktaUser', 'by name'), name: text },
    ...names.flatMap((key) => [
      { ...aNode('OktaUser', 'by text'), properties: { [key]: text } },
      { ...aNode('OktaUser', 'by list'), properties: { [key]: ['y', text] } },
    ]),
  ])
  return [...all, aNode('localCookieUser', 'bob')].map((node, index) => ({
    ...node,
    id: `${node.id} ${index}`.trim(),
  }))
}

test('T19 the database and the rule agree on whose access a row is, whatever way a file writes emails', async () => {
  const given = sources()
  const { snapshot_id } = await database.store.db
    .insertInto('snapshot')
    .values({
      workflow_id: 'w1',
      import_id: null,
      imported_at: '2026-03-01T00:00:00Z',
      rows: given.length,
      complete: true,
    })
    .returning('snapshot_id')
    .executeTakeFirstOrThrow()
  const destination = aNode('Role', 'r')
  const client = await database.store.database.openClient('countersign test')
  await copyAccessRows(
    client,
    snapshot_id,
    given.map((source) => ({
      row_key: rowKeyOf(source, destination, null),
      source,
      destination,
      waypoint: null,
      raw_permissions: [],
      effective_permissions: [],
      source_managers: [],
      destination_owners: [],
      reviewers: [],
    })),
  )
  await client.query('BEGIN')
  await noteOwnAccess(client, snapshot_id, people)
  const { rows } = await client.query<{ source: Identity; people: string[] | null }>(
    `SELECT source, own.people FROM access_row ${withOwnAccess} WHERE snapshot_id = $1`,
    [snapshot_id],
  )
  await client.query('ROLLBACK')
  await client.end()
  expect(rows).toHaveLength(given.length)
  for (const row of rows) {
    const owners = people.filter((person) => isOwnAccess(row.source, person)).map(personKey)
    expect([row.source, [...(row.people ?? [])].sort()]).toEqual([row.source, owners.sort()])
  }
  const owned = rows.filter((row) => row.people !== null)
  expect(owned.some(({ people }) => people?.includes(personKey(eva)))).toBe(true)
  expect(owned.length).toBeGreaterThan(50)
  expect(owned.length).toBeLessThan(rows.length)
})
