import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import {
  aNode,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const reviewersOf = (...ids: readonly string[]) => ids.map((id) => ({ user_type: 'localCookieUser', id }))
let server: TestServer
let cookie = ''
let made = 0

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  cookie = await server.signIn('root', 'admin')
  await insertPeople(db, [aUser('rita'), aUser('sam')], ['reviewer'])
  await insertWorkflow(db, { workflow_id: 'w' })
})
afterAll(() => server.close())

type Row = Parameters<typeof aRow>[0]
const ofRita = { reviewers: [aUser('rita')] }

async function insert(rows: readonly Row[], given: object = {}) {
  const certification_id = `c${made++}`
  const { db } = server.database.store
  await insertCertification(db, { certification_id, workflow_id: 'w', ...given }, rows.map(aRow))
  return certification_id
}

async function patch(id: string, body: object) {
  const path = `/api/preview/awf/certifications/${id}`
  const answer = await server.send('PATCH', path, { ...pageHeaders, cookie }, body)
  return { status: answer.status, failure: readFailure(answer.status, answer.body) }
}

async function reviewersIn(id: string): Promise<readonly (readonly string[])[]> {
  const { rows } = await sql<{ ids: string[] }>`
    SELECT jsonb_path_query_array(result.reviewers, '$[*].id') AS ids
    FROM result JOIN certification ON certification.number = result.certification
    WHERE certification_id = ${id} ORDER BY result_id`.execute(server.database.store.db)
  return rows.map(({ ids }) => ids)
}

const asks = (description: string) => ({
  status: 400,
  failure: { code: 'FailedPrecondition', violations: [{ field: 'confirm', description }] },
})

test('T19 a change that takes every reviewer from a running review is done only once that is confirmed', async () => {
  const id = await insert([ofRita, ofRita, ofRita])
  const question = asks('NOBODY_REVIEWS: 3 of 3 rows would have no reviewer.')
  const change = { name: 'Mine', reviewers: [] }
  expect(await patch(id, change)).toMatchObject(question)
  expect(await patch(id, { ...change, confirm: [] })).toMatchObject(question)
  expect(await patch(id, { ...change, confirm: ['UNASSIGNED_ROWS'] })).toMatchObject(question)
  expect(await reviewersIn(id)).toEqual([['rita'], ['rita'], ['rita']])
  expect(await patch(id, { ...change, confirm: ['NOBODY_REVIEWS'] })).toMatchObject({ status: 200 })
  expect(await reviewersIn(id)).toEqual([[], [], []])
})

test('T19 rows that are signed off keep their reviewers and are not counted', async () => {
  const signedOff = { ...ofRita, signed_off_state: 'SIGNED_OFF' as const }
  const id = await insert([ofRita, signedOff])
  expect(await patch(id, { reviewers: [] })).toMatchObject(
    asks('UNASSIGNED_ROWS: 1 of 2 rows would have no reviewer.'),
  )
  expect(await patch(id, { reviewers: [], confirm: ['UNASSIGNED_ROWS'] })).toMatchObject({ status: 200 })
  expect(await reviewersIn(id)).toEqual([[], ['rita']])
  expect(await patch(await insert([signedOff]), { reviewers: [] })).toMatchObject({ status: 200 })
})

test('T19 people who may not be given a row that nobody has are asked about too', async () => {
  const value = JSON.stringify({ self_reviewer_checking: 'SELF_REVIEWER_CHECKING_ENABLED' })
  const { db } = server.database.store
  await sql`INSERT INTO review_setting VALUES ('self_reviewer_settings', 'w', ${value})`.execute(db)
  const own = { ...aNode('OktaUser', 'sam'), email: 'sam@example.com' }
  const source = { ...own, properties: { email: 'sam@example.com' } }
  const id = await insert([ofRita, { source, reviewers: [] }])
  const reviewers = reviewersOf('sam')
  expect(await patch(id, { reviewers })).toMatchObject(
    asks('UNASSIGNED_ROWS: 1 of 2 rows would have no reviewer.'),
  )
  expect(await reviewersIn(id)).toEqual([['rita'], []])
  expect(await patch(id, { reviewers, confirm: ['UNASSIGNED_ROWS'] })).toMatchObject({ status: 200 })
  expect(await reviewersIn(id)).toEqual([['sam'], []])
  await sql`DELETE FROM review_setting`.execute(db)
})

test('T19 nothing is asked about a draft, other reviewers, or a change of something else', async () => {
  const draft = await insert([ofRita], { published: false })
  expect(await patch(draft, { reviewers: [] })).toMatchObject({ status: 200 })
  const running = await insert([{ reviewers: [] }, ofRita])
  expect(await patch(running, { name: 'Mine' })).toMatchObject({ status: 200 })
  expect(await patch(running, { reviewers: reviewersOf('sam') })).toMatchObject({ status: 200 })
  expect(await reviewersIn(running)).toEqual([['sam'], ['sam']])
})

test('T19 a confirmation alone asks for no change, and one that nobody asks for is refused', async () => {
  const id = await insert([ofRita])
  const alone = await patch(id, { confirm: ['NOBODY_REVIEWS'] })
  expect([alone.status, alone.failure.message]).toEqual([
    400,
    expect.stringContaining('asks for no change') as string,
  ])
  const wrong = await patch(id, { reviewers: [], confirm: ['NO_DUE_DATE'] })
  expect([wrong.status, wrong.failure.message]).toEqual([
    400,
    expect.stringContaining('takes UNASSIGNED_ROWS, NOBODY_REVIEWS') as string,
  ])
  expect(await reviewersIn(id)).toEqual([['rita']])
})
