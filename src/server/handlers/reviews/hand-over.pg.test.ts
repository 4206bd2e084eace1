import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { type Bulk } from '#contract/reviews/bulk.ts'
import { runNextRows } from '#server/reviews/run-bulk.ts'
import { bulkStore } from '#server/store/reviews/bulk/bulk-store.ts'
import {
  anActor,
  aNode,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const [ana, bob, cleo] = [aUser('ana'), aUser('bob'), aUser('cleo')]
const root = anActor(aUser('root'), ['admin'])
const user_type = 'localCookieUser'
let server: TestServer
let cookie = ''
const db = () => server.database.store.db

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  cookie = await server.signIn('root', 'admin')
  // Somebody of the same name, whom a filter by name would take for Ana.
  const namesake = { ...aUser('ana2'), name: 'ana' }
  await insertPeople(db(), [ana, bob, cleo, namesake], ['reviewer'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  await sql`INSERT INTO review_setting VALUES ('self_reviewer_settings', 'w',
    '{"self_reviewer_checking": "SELF_REVIEWER_CHECKING_ENABLED"}')`.execute(db())
  await insertCertification(db(), { certification_id: 'c', workflow_id: 'w' }, [
    aRow({ reviewers: [ana] }),
    aRow({ reviewers: [bob, ana] }),
    aRow({ reviewers: [ana, cleo] }),
    aRow({ reviewers: [namesake] }),
    aRow({ reviewers: [ana], decision: 'RESULT_DECISION_ACCEPTED' }),
    aRow({ reviewers: [ana], decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' }),
    // Cleo's own access: it is not given to her.
    aRow({ reviewers: [ana, bob], source: aNode(user_type, 'cleo') }),
    aRow({ reviewers: [bob] }),
  ])
})
afterAll(() => server.close())

const send = async (path: string, body: object) => {
  const answer = await server.send(
    'POST',
    `/app/v1/certifications/c/bulk${path}`,
    { ...pageHeaders, cookie },
    body,
  )
  return { ...answer, value: (answer.body as { value: unknown }).value }
}
const openOfAna = {
  assigned_to: { user_type, id: 'ana' },
  mutable_filter: 'signed_off_state eq "NOT_SIGNED_OFF"',
  include_others: true,
}
const toCleo = { reviewers: [{ user_type, id: 'cleo' }], replaces: { user_type, id: 'ana' } }
const reason = 'Ana is away'

async function reviewersNow() {
  const { rows } = await sql<{ ids: string[]; listed: string[] }>`
    SELECT jsonb_path_query_array(reviewers, '$[*].id') AS ids,
      ARRAY(SELECT user_id::text FROM result_reviewer AS r WHERE r.certification = result.certification
        AND r.result_id = result.result_id ORDER BY user_id) AS listed
    FROM result ORDER BY result_id`.execute(db())
  for (const { ids, listed } of rows) expect(ids.toSorted()).toEqual(listed)
  return rows.map(({ ids }) => ids.join(' '))
}

test('T14 open rows of one person go to another, and the other reviewers of each row stay', async () => {
  expect(await reviewersNow()).toEqual(['ana', 'bob ana', 'ana cleo', 'ana2', 'ana', 'ana', 'ana bob', 'bob'])
  const preview = await send(':preview', { choice: openOfAna, change: toCleo, reason })
  const bulk = preview.value as Bulk
  expect(bulk).toMatchObject({
    total: 5,
    to_change: 4,
    others: 4,
    left_out: [{ of: 'OWN_ACCESS', rows: 1 }],
  })
  const run = await send(`/${bulk.bulk_id}:run`, {})
  expect(run).toMatchObject({ status: 200, value: { difference: null } })
  const bulks = bulkStore(server.database.store, () => new Date())
  const needs = { bulks, expireFirst: () => Promise.resolve(), clock: () => new Date() }
  while (await runNextRows(needs, root, bulk.bulk_id));
  expect(await reviewersNow()).toEqual(['cleo', 'bob cleo', 'cleo', 'ana2', 'cleo', 'ana', 'ana bob', 'bob'])
})

test('T14 who takes the place of somebody is named, and a row that came to them since is a difference', async () => {
  const nobody = await send(':preview', { choice: {}, change: { replaces: toCleo.replaces }, reason })
  expect(readFailure(nobody.status, nobody.body).message).toContain('change.replaces needs reviewers')
  const choice = { ...openOfAna, assigned_to: { user_type, id: 'bob' } }
  const change = { ...toCleo, replaces: choice.assigned_to }
  const { bulk_id } = (await send(':preview', { choice, change, reason })).value as Bulk
  await sql`INSERT INTO result_reviewer SELECT certification, 0, ${user_type}, 'bob' FROM result_reviewer LIMIT 1`.execute(
    db(),
  )
  expect((await send(`/${bulk_id}:run`, {})).value).toMatchObject({ difference: { joined: 1 } })
})

test('T14 nobody takes their own place, and who is a delegate of who comes stays', async () => {
  const self = { reviewers: [toCleo.replaces, ...toCleo.reviewers], replaces: toCleo.replaces }
  const refused = await send(':preview', { choice: openOfAna, change: self, reason })
  expect(readFailure(refused.status, refused.body).message).toContain('is one of the new reviewers')
  const number = await insertCertification(db(), { certification_id: 'd', workflow_id: 'w' }, [
    aRow({ reviewers: [ana, cleo] }),
  ])
  await sql`INSERT INTO delegation (original_type, original_id, delegate_type, delegate_id) VALUES (${user_type}, 'bob', ${user_type}, 'ana')`.execute(
    db(),
  )
  const bulks = bulkStore(server.database.store, () => new Date())
  const needs = { bulks, expireFirst: () => Promise.resolve(), clock: () => new Date() }
  const answer = await server.send(
    'POST',
    '/app/v1/certifications/d/bulk:preview',
    { ...pageHeaders, cookie },
    { choice: openOfAna, change: { ...toCleo, reviewers: [{ user_type, id: 'bob' }] }, reason },
  )
  const { value } = answer.body as { value: Bulk }
  expect(value.replaced).toMatchObject({ id: 'ana' })
  expect(value.new_reviewers?.map(({ id }) => id)).toEqual(['bob', 'ana'])
  await server.send(
    'POST',
    `/app/v1/certifications/d/bulk/${value.bulk_id}:run`,
    { ...pageHeaders, cookie },
    {},
  )
  while (await runNextRows(needs, root, value.bulk_id));
  const { rows } = await sql<{ ids: string[] }>`
    SELECT jsonb_path_query_array(reviewers, '$[*].id') AS ids FROM result WHERE certification = ${number}`.execute(
    db(),
  )
  expect(rows).toEqual([{ ids: ['bob', 'ana', 'cleo'] }])
})

test('T14 a preview names nobody who reviews none of its rows', async () => {
  const stranger = { ...aUser('zed'), email: 'zed@secret.example' }
  await insertPeople(db(), [stranger], [])
  const change = { ...toCleo, replaces: { user_type, id: 'zed' } }
  const { value } = await send(':preview', { choice: {}, change, reason })
  expect(JSON.stringify(value)).not.toContain('secret')
})
