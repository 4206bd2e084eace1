import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

const certifications = 100
const rowsEach = 4
/** So many requests are under way at any time; more than the database has connections for. */
const clients = 24
const decisions = ['RESULT_DECISION_ACCEPTED', 'RESULT_DECISION_REJECTED', 'RESULT_DECISION_NONE'] as const
const changes = [
  ...decisions.map((decision) => ({ decision, notes: 'seen' })),
  { notes: 'looked at again' },
  { reviewers: [{ user_type: 'localCookieUser', id: 'ana' }] },
]

let server: TestServer
let headers: Readonly<Record<string, string>>

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await server.signIn('ana', 'reviewer')
  const key = await server.keyOf(aUser('ana'), 'reviews:decide', 'reviews:assign')
  headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w' })
  const rows = Array.from({ length: rowsEach }, () => aRow({ reviewers: [aUser('ana')] }))
  for (let at = 0; at < certifications; at++)
    await insertCertification(db, { certification_id: `c${at}`, workflow_id: 'w' }, rows)
})
afterAll(() => server.close())

/** One reviewer's client, which changes row after row until it has been told often enough that it is too late. */
async function decide(client: number, answers: Set<string>): Promise<void> {
  for (let refused = 0, at = client; refused < 40; at += clients) {
    const value = { result_id: at % rowsEach, ...changes[at % changes.length] }
    const path = `/api/preview/awf/certifications/c${at % certifications}/results`
    const { status, body } = await server.send('PUT', path, headers, { value })
    answers.add(status === 200 ? 'changed' : readFailure(status, body).message)
    if (status !== 200) refused++
  }
}

const nanoseconds = (moment: Date) => `${moment.getTime()}000000`

/** Waits until clients have changed every certification. */
async function untilAllChanged(): Promise<void> {
  const { db } = server.database.store
  await vi.waitFor(
    async () => {
      const { rows } = await sql<{ open: number }>`SELECT count(*)::integer AS open FROM certification
        WHERE log_seq = 0`.execute(db)
      expect(rows[0]?.open).toBe(0)
    },
    { timeout: 60_000, interval: 100 },
  )
}

test('T15 of 100 certifications with one due second no change of a reviewer is logged after it', async () => {
  const { db } = server.database.store
  const answers = new Set<string>()
  const clientsDone = Promise.all(Array.from({ length: clients }, (_, client) => decide(client, answers)))
  // Under load they become due a little later, and the load goes on.
  await untilAllChanged()
  const set = new Date()
  const due = new Date(Math.ceil(set.getTime() / 1000) * 1000 + 2000)
  await sql`UPDATE certification SET due_date = ${due.toISOString()}, due_ns = ${nanoseconds(due)}`.execute(
    db,
  )
  await clientsDone
  const { rows } = await sql<{ before: number; late: number }>`
    SELECT (count(*) FILTER (WHERE instant_ns(at) >= ${nanoseconds(set)}::bigint))::integer AS before,
      (count(*) FILTER (WHERE instant_ns(at) >= ${nanoseconds(due)}::bigint))::integer AS late
    FROM result_log`.execute(db)
  expect(answers).toEqual(
    new Set(['changed', 'This review has expired: only a rejected row may still be marked as fixed.']),
  )
  expect(rows[0]?.late).toBe(0)
  // They were at work when the due second came near, or this has shown nothing.
  expect(rows[0]?.before).toBeGreaterThan(0)
}, 120_000)
