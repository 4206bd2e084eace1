import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Certification } from '#contract/reviews/certification.ts'
import { type ReviewPhase, phaseOf } from '#contract/reviews/review-phase.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { loadDemoReviews } from './load.ts'

const until = Date.parse('2026-02-01T12:00:00Z')
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await load('1')
})
afterAll(() => database.drop())

async function load(seed: string): Promise<void> {
  const client = await database.store.database.openClient('countersign demo')
  await loadDemoReviews(client, { rows: 300, seed, until })
  await client.end()
}
const table = async <T>(text: string) => (await sql.raw<T>(text).execute(database.store.db)).rows

test('every phase that a person can meet is there, and every workflow was run before', async () => {
  const certifications = await table<Certification & { workflow_id: string }>('SELECT * FROM certification')
  const phases = new Set<ReviewPhase>(certifications.map((one) => phaseOf(one, until)))
  expect(phases).toEqual(
    new Set([
      'completed',
      'completed, in grace',
      'expired, in grace',
      'in progress',
      'draft',
      'searching',
      'failed',
    ]),
  )
  const previous = certifications.filter((one) => phaseOf(one, until) === 'completed')
  expect(new Set(previous.map((one) => one.workflow_id)).size).toBe(5)
  expect(certifications.length - previous.length).toBe(8)
})

test('the review of each workflow that runs now has access of every kind since the one before', async () => {
  const kinds = await table<{ access_change: string; last_decision: string }>(
    'SELECT DISTINCT access_change, last_decision FROM last_time',
  )
  expect(new Set(kinds.map((one) => one.access_change))).toEqual(
    new Set(['NEW', 'WIDER', 'NARROWER', 'WIDER_AND_NARROWER', 'SAME']),
  )
  expect(new Set(kinds.map((one) => one.last_decision))).toEqual(
    new Set(['ACCEPTED', 'REJECTED', 'FIXED', 'OPEN', 'NONE']),
  )
  const gone = await table(`SELECT FROM certification JOIN result ON result.certification = previous
    WHERE NOT EXISTS (SELECT FROM last_time WHERE last_time.certification = number AND earlier = result.result_id) LIMIT 1`)
  expect(gone).toHaveLength(1)
})

test('counters are the fold of the rows', async () => {
  const counted = (condition: string) => `count(*) FILTER (WHERE ${condition})`
  const wrong =
    await table(`SELECT number FROM certification LEFT JOIN result AS r ON r.certification = number
    GROUP BY number HAVING (total_result_count, total_accepted_count, total_rejected_count, total_fixed_count,
      total_signed_off_count) IS DISTINCT FROM (count(result_id),
      ${counted(`decision = 'RESULT_DECISION_ACCEPTED'`)}, ${counted(`decision = 'RESULT_DECISION_REJECTED'`)},
      ${counted(`decision = 'RESULT_DECISION_FIXED'`)}, ${counted(`signed_off_state = 'SIGNED_OFF'`)})`)
  expect(wrong).toEqual([])
})

type Entry = {
  readonly action: string
  readonly version: number
  readonly at: string
  readonly detail: {
    readonly note?: string
    readonly decision_detail?: { readonly decision: string; readonly note: string }
    readonly reviewer_detail?: { readonly old_reviewers: unknown; readonly new_reviewers: unknown }
  }
}
type Row = {
  readonly decision: string
  readonly notes: string
  readonly reviewers: unknown
  readonly signed_off_state: string
  readonly version: number
  readonly updated_at: string | null
  readonly log: readonly Entry[] | null
}

test('rows are the fold of their logs', async () => {
  const rows =
    await table<Row>(`SELECT r.*, (SELECT jsonb_agg(jsonb_build_object('action', action, 'version', version,
      'at', at, 'detail', detail) ORDER BY seq) FROM result_log AS l
    WHERE l.certification = r.certification AND l.result_id = r.result_id) AS log FROM result AS r`)
  expect(rows.length).toBeGreaterThan(2000)
  for (const { log, ...row } of rows) expect(folded(log ?? [])).toEqual(expect.objectContaining(pick(row)))
})

const pick = ({ decision, notes, reviewers, signed_off_state, version, updated_at }: Omit<Row, 'log'>) => ({
  decision,
  notes,
  reviewers,
  signed_off_state,
  version,
  updated_at,
})

function folded(log: readonly Entry[]) {
  const row = {
    decision: 'RESULT_DECISION_NONE',
    notes: '',
    reviewers: [] as unknown,
    signed_off_state: 'NOT_SIGNED_OFF',
    version: 1,
    updated_at: null as string | null,
  }
  for (const { action, version, at, detail } of log) {
    if (action === 'NOTE_ADDED') row.notes = detail.note ?? ''
    if (action === 'SIGNED_OFF') row.signed_off_state = 'SIGNED_OFF'
    if (detail.reviewer_detail) {
      expect(detail.reviewer_detail.old_reviewers).toEqual(row.reviewers)
      row.reviewers = detail.reviewer_detail.new_reviewers
    }
    if (detail.decision_detail) {
      row.decision = detail.decision_detail.decision
      row.notes = detail.decision_detail.note || row.notes
    }
    expect(version).toBe(version === 1 ? 1 : row.version + 1)
    row.version = version
    if (version > 1) row.updated_at = at
  }
  return row
}

test('logs have no gap and their times never go back, nor past the moment', async () => {
  expect(
    await table(`SELECT number FROM certification JOIN result_log ON certification = number
      GROUP BY number HAVING count(*) <> max(seq) OR max(seq) <> log_seq OR max(at) <> log_time
        OR max(at) >= '${new Date(until).toISOString()}'`),
  ).toEqual([])
  expect(
    await table(`SELECT * FROM (SELECT at < lag(at) OVER (PARTITION BY certification ORDER BY seq) AS back
      FROM result_log) AS steps WHERE back`),
  ).toEqual([])
})

test('who reviews a row stands in both places, and decided only what was theirs', async () => {
  const pairs = `SELECT certification, result_id, p->>'user_type', p->>'id' FROM result, jsonb_array_elements(reviewers) AS p`
  const stored = 'SELECT certification, result_id, user_type, user_id FROM result_reviewer'
  expect(await table(`(${pairs} EXCEPT ${stored}) UNION ALL (${stored} EXCEPT ${pairs})`)).toEqual([])
  expect(
    await table(`SELECT seq FROM result_log AS l JOIN result AS r USING (certification, result_id)
      WHERE l.action = 'SIGNED_OFF' AND NOT r.reviewers @> jsonb_build_array(l.actor)`),
  ).toEqual([])
})

test('the same wish gives the same rows again, another seed others', async () => {
  const digest = () =>
    table(`SELECT md5(string_agg((to_jsonb(r) - 'certification')::text, '' ORDER BY certification_id, result_id)) AS md5
      FROM result AS r JOIN certification AS c ON c.number = r.certification`)
  const first = await digest()
  await load('1')
  expect(await digest()).toEqual(first)
  await load('2')
  expect(await digest()).not.toEqual(first)
})

test('the accounts are marked and say what they are for; replies take what is stored', async () => {
  const accounts = await table<{ about: string; roles: string[] }>(
    'SELECT about, roles FROM person WHERE demo',
  )
  expect(accounts.map(({ roles }) => roles.join()).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'admin',
    'auditor',
    'operator',
    'reviewer',
    'reviewer',
    'reviewer',
  ])
  expect(accounts.filter(({ about }) => about === '')).toEqual([])
  expect((await table('SELECT id FROM person')).length).toBeGreaterThanOrEqual(12)
  for (const certification of await table('SELECT * FROM certification')) Certification.parse(certification)
})
