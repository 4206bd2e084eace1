import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { type BulkServer, bulkPath, startBulkServer } from './bulk.test-helper.ts'

const [ana, olga] = [aUser('ana'), aUser('olga')]
const start = new Date('2026-03-02T10:00:00Z')
let now = start

let bulks: BulkServer
let asAna: Record<string, string>
let asOlga: Record<string, string>
let count = 0
let id = ''
let number = 0
beforeAll(async () => {
  bulks = await startBulkServer(() => now)
  await insertWorkflow(bulks.db, { workflow_id: 'w', owner: olga })
  asAna = await bulks.as('ana', 'reviewer')
  asOlga = await bulks.as('olga', 'operator')
})
afterAll(() => bulks.server.close())

/** Two open rows of Ana, and two that are accepted, of her and of Olga. */
beforeEach(async () => {
  now = start
  await sql`DELETE FROM review_setting`.execute(bulks.db)
  count += 1
  id = `c${count}`
  const accepted = { reviewers: [ana, olga], decision: 'RESULT_DECISION_ACCEPTED' }
  const open = { reviewers: [ana, olga] }
  number = await insertCertification(
    bulks.db,
    { certification_id: id, workflow_id: 'w', due_date: '2026-03-02T12:00:00Z', due_ns: dueNs },
    [aRow(open), aRow(open), aRow(accepted), aRow(accepted)],
  )
})
const dueNs = `${new Date('2026-03-02T12:00:00Z').getTime()}000000`

const set = (leaf: string, value: object) =>
  sql`INSERT INTO review_setting VALUES (${leaf}, 'w', ${JSON.stringify(value)}::jsonb)`.execute(bulks.db)
const preview = (headers: Record<string, string>, body: object) =>
  bulks.post(headers, bulkPath(id, ':preview'), { choice: {}, ...body })
const untouched = async () => (await bulks.rows(number)).every(({ version }) => version === 1)
const message = ({ body }: { readonly body: unknown }) =>
  (body as { message?: string; detail?: string }).detail ?? ''

/** Each of the six with a change that it is about, and what reviewers are told. */
const switches = [
  ['allow_bulk_approve', { decision: 'ACCEPTED', notes: 'as before' }, 'accept several rows'],
  ['allow_bulk_reject', { decision: 'REJECTED', notes: 'left' }, 'reject several rows'],
  ['allow_bulk_signoff', { signed_off_state: 'SIGNED_OFF' }, 'sign off several rows'],
  ['allow_bulk_clear_decisions', { decision: 'NONE' }, 'clear the decisions of several rows'],
  ['allow_bulk_add_note', { notes: 'asked' }, 'add a note to several rows'],
  [
    'allow_bulk_reassign',
    { reviewers: [{ user_type: olga.user_type, id: 'olga' }] },
    'reassign several rows',
  ],
] as const

describe.each(switches)('%s', (name, change, words) => {
  const off = () => set('reviewer_bulk_actions', { [name]: false })

  test('keeps reviewers from two rows at once, not from one, and not who runs the review', async () => {
    await off()
    const answer = await preview(asAna, { change })
    expect(answer.status).toBe(403)
    expect(message(answer)).toContain(words)
    expect(
      (
        await sql`SELECT FROM bulk JOIN certification ON certification.number = bulk.certification
      WHERE certification_id = ${id}`.execute(bulks.db)
      ).rows,
    ).toEqual([])
    const row = change === switches[2][1] || change === switches[3][1] ? 2 : 0
    const one = await bulks.preview(asAna, id, { choice: { runs: [row, 1] }, change })
    expect(one).toMatchObject({ to_change: 1 })
    expect(await bulks.run(asAna, one)).toMatchObject({ bulk: { state: 'RUNNING' }, difference: null })
    const many = await bulks.preview(asOlga, id, { choice: {}, change })
    expect(many.to_change).toBeGreaterThan(1)
    await bulks.run(asOlga, many)
  })

  test('keeps from all others where it alone is on', async () => {
    const all = Object.fromEntries(switches.map(([other]) => [other, other === name]))
    await set('reviewer_bulk_actions', all)
    expect((await preview(asAna, { change })).status).toBe(200)
    for (const [other, change] of switches)
      if (other !== name) expect((await preview(asAna, { change })).status, other).toBe(403)
  })
})

describe('the switches hold', () => {
  const change = { decision: 'ACCEPTED' }

  test('at Run: for who ran the review when they made the preview, and does no more', async () => {
    const bulk = await bulks.preview(asOlga, id, { choice: {}, change })
    // The rules of the certification are the same: only what Olga is has changed.
    await sql`UPDATE workflow SET owner = NULL`.execute(bulks.db)
    await set('reviewer_bulk_actions', { allow_bulk_approve: false })
    const answer = await bulks.post(asOlga, bulkPath(id, `/${bulk.bulk_id}:run`))
    await sql`UPDATE workflow SET owner = ${JSON.stringify(olga)}::jsonb`.execute(bulks.db)
    expect(answer.status).toBe(403)
    expect(await untouched()).toBe(true)
  })

  test('while it runs: what has not been written by then is not', async () => {
    const bulk = await bulks.preview(asAna, id, { choice: {}, change })
    await bulks.run(asAna, bulk)
    await set('reviewer_bulk_actions', { allow_bulk_approve: false })
    await bulks.work(bulk)
    expect(await untouched()).toBe(true)
    expect(await read(bulk)).toMatchObject({ state: 'DONE', outcomes: [{ of: 'CONFLICT', rows: 2 }] })
  })

  test('for an undo: the switch is that of the change that it takes back', async () => {
    const bulk = await bulks.preview(asAna, id, { choice: {}, change })
    await bulks.run(asAna, bulk)
    await bulks.work(bulk)
    await set('reviewer_bulk_actions', { allow_bulk_clear_decisions: false })
    const undo = (headers = asAna) => bulks.post(headers, bulkPath(id, `/${bulk.bulk_id}:undo`))
    expect((await undo()).status).toBe(200)
    await sql`UPDATE review_setting SET value = '{"allow_bulk_approve": false}'`.execute(bulks.db)
    expect((await undo()).status).toBe(403)
  })

  test('and whether reviewers may reassign is asked for each row', async () => {
    await set('allow_reviewers_to_reassign_rows', { reassign: 'NOT_ALLOWED' })
    const given = { reviewers: [{ user_type: olga.user_type, id: 'olga' }] }
    expect(await bulks.preview(asAna, id, { choice: {}, change: given })).toMatchObject({
      to_change: 0,
      left_out: [{ of: 'NOT_ALLOWED', rows: 4 }],
    })
    expect(await bulks.preview(asOlga, id, { choice: {}, change: given })).toMatchObject({ to_change: 4 })
  })
})

const read = async ({ bulk_id }: Bulk) =>
  ((await bulks.get(asOlga, bulkPath(id, `/${bulk_id}`))).body as { value: Bulk }).value
const jobs = async () => (await sql`SELECT FROM job`.execute(bulks.db)).rows.length

describe('what is sent again', () => {
  const body = { change: { decision: 'ACCEPTED' } }

  test('under the same key is the same preview, also where both come at once', async () => {
    const keyed = { ...asAna, 'idempotency-key': `a-preview-${count}` }
    // None of them finds the key used, and all are about to write it.
    const held = await bulks.server.database.store.database.openClient('test')
    await held.query('BEGIN; LOCK TABLE operation_key IN SHARE MODE')
    const sent = [preview(keyed, body), preview(keyed, body), preview(keyed, body)]
    const waiting = async () =>
      (
        await sql`SELECT FROM pg_locks WHERE NOT granted AND relation = 'operation_key'::regclass`.execute(
          bulks.db,
        )
      ).rows.length
    await expect.poll(waiting, { timeout: 10_000 }).toBe(3)
    await held.end()
    const answers = await Promise.all(sent)
    const ids = answers.map(({ body }) => (body as { value: Bulk }).value.bulk_id)
    expect(new Set(ids).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(2)
    expect((await preview(keyed, { change: { decision: 'REJECTED', notes: 'x' } })).status).toBe(422)
    expect((await preview({ ...asAna, 'idempotency-key': 'x' }, body)).status).toBe(400)
    // Another person's key is another.
    const other = await preview({ ...asOlga, 'idempotency-key': `a-preview-${count}` }, body)
    expect((other.body as { value: Bulk }).value.bulk_id).not.toBe(ids[0])
  })

  test('a press on Run has one job, and tells what has become of it', async () => {
    const bulk = await bulks.preview(asAna, id, { choice: {}, ...body })
    const before = await jobs()
    const to = bulkPath(id, `/${bulk.bulk_id}:run`)
    const both = await Promise.all([bulks.post(asAna, to), bulks.post(asAna, to)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    await bulks.work(bulk)
    const again = await bulks.post(asAna, to, { unchanged_only: true })
    expect(again.body).toMatchObject({ value: { bulk: { state: 'DONE' }, difference: null } })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await jobs()).toBe(before + 1)
    expect((await bulks.rows(number)).map(({ version }) => version)).toEqual([2, 2, 1, 1])
  })

  test('an undo under the same key is the same preview', async () => {
    const bulk = await bulks.preview(asAna, id, { choice: {}, ...body })
    await bulks.run(asAna, bulk)
    await bulks.work(bulk)
    const keyed = { ...asAna, 'idempotency-key': `an-undo-${count}` }
    const answers = [1, 2].map(() => bulks.post(keyed, bulkPath(id, `/${bulk.bulk_id}:undo`)))
    const ids = (await Promise.all(answers)).map(({ body }) => (body as { value: Bulk }).value.bulk_id)
    expect(new Set(ids).size).toBe(1)
  })
})

describe('a review', () => {
  const body = { choice: {}, change: { decision: 'REJECTED', notes: 'left' } }

  test('that is over when Run is pressed has its due time first: nothing of the change is written', async () => {
    await set('review_expiration_behavior', {
      behavior: 'AUTO_REJECT_INCOMPLETE_RESULTS',
      note_to_add: 'late',
    })
    const bulk = await bulks.preview(asAna, id, body)
    now = new Date('2026-03-02T12:00:00Z')
    asOlga = await bulks.as('olga', 'operator')
    asAna = await bulks.as('ana', 'reviewer')
    // The preview is as old as it may be.
    await sql`UPDATE bulk SET expires_at = ${'2026-03-02T13:00:00Z'} WHERE bulk_id = ${bulk.bulk_id}`.execute(
      bulks.db,
    )
    const { difference } = await bulks.run(asAna, bulk, { unchanged_only: true })
    expect(difference).toMatchObject({ rules: true })
    expect((await bulks.rows(number)).map(({ bulk }) => bulk)).toEqual([null, null, null, null])
    expect((await bulks.rows(number))[0]).toMatchObject({ notes: 'late', signed: true })
  })

  test('that is over when its job comes leaves the rows to the rule, and says that they are too late', async () => {
    await set('review_expiration_behavior', {
      behavior: 'AUTO_REJECT_INCOMPLETE_RESULTS',
      note_to_add: 'late',
    })
    const bulk = await bulks.preview(asAna, id, body)
    await bulks.run(asAna, bulk)
    now = new Date('2026-03-02T12:00:00Z')
    await bulks.work(bulk)
    asOlga = await bulks.as('olga', 'operator')
    expect(await read(bulk)).toMatchObject({ state: 'DONE', outcomes: [{ of: 'TOO_LATE', rows: 2 }] })
    expect((await bulks.rows(number))[0]).toMatchObject({ notes: 'late', signed: true })
  })

  test.each([
    ['completed', `state = 'CERT_STATE_COMPLETED', completed_at = '2026-03-02T09:00:00Z'`, /completed/],
    ['replaced', `state = 'CERT_STATE_SUPERSEDED'`, /replaced or deleted/],
  ])('that is %s takes none, and says so', async (_, change, words) => {
    await sql`UPDATE certification SET ${sql.raw(change)} WHERE number = ${number}`.execute(bulks.db)
    const answer = await preview(asOlga, body)
    expect(answer.status).toBe(400)
    expect(message(answer)).toMatch(words)
    expect((await preview(asAna, body)).status).toBe(404)
  })

  test('that is a draft is changed by who runs it, and can be deleted with its previews', async () => {
    await sql`UPDATE certification SET published = false WHERE number = ${number}`.execute(bulks.db)
    expect((await preview(asAna, body)).status).toBe(404)
    const bulk = await bulks.preview(asOlga, id, body)
    const { 'content-type': _, ...bodiless } = asOlga
    const deleted = await bulks.server.send('DELETE', `/app/v1/certifications/${id}`, bodiless)
    expect(deleted).toMatchObject({ status: 204 })
    expect((await bulks.run(asOlga, bulk)).difference).toMatchObject({ rules: true })
    expect(await untouched()).toBe(true)
  })
})

test('a note that a row has is no reason: of a change without one every row is left out', async () => {
  await set('ui_customization_settings', { reject_notes_behavior: 'POP_UP_REQUIRED' })
  await sql`UPDATE result SET notes = 'there' WHERE certification = ${number} AND result_id IN (0, 2)`.execute(
    bulks.db,
  )
  const reject = { choice: {}, change: { decision: 'REJECTED' }, also_decided: true }
  const bare = await bulks.preview(asAna, id, reject)
  expect(bare).toMatchObject({ to_change: 0, left_out: [{ of: 'NOTE_NEEDED', rows: 4 }] })
  await bulks.run(asAna, bare)
  await bulks.work(bare)
  expect(await untouched()).toBe(true)
  // With a single change it is the same.
  const path = `/api/preview/awf/certifications/${id}/results`
  const conditions = { 'if-match': '"1"', 'idempotency-key': `no-note-for-one-row-${count}` }
  const value = { result_id: 0, decision: 'REJECTED' }
  const single = await bulks.server.send('PUT', path, { ...asAna, ...conditions }, { value })
  expect(single.status).toBe(400)
  // To accept needs none here.
  const accept = { choice: {}, change: { decision: 'ACCEPTED' }, also_decided: true }
  expect(await bulks.preview(asAna, id, accept)).toMatchObject({ to_change: 2 })
})

test('an undo over HTTP brings the rows back, and asks for the switch of what it takes back when it is run too', async () => {
  const change = { decision: 'ACCEPTED', notes: 'as before' }
  const before = (await bulks.rows(number)).map(({ decision, notes }) => [decision, notes])
  const bulk = await bulks.preview(asOlga, id, { choice: {}, change })
  await bulks.run(asOlga, bulk)
  await bulks.work(bulk)
  const undoOf = async () =>
    ((await bulks.post(asOlga, bulkPath(id, `/${bulk.bulk_id}:undo`))).body as { value: Bulk }).value
  const refused = await undoOf()
  expect(refused).toMatchObject({ undoes: bulk.bulk_id, state: 'PREVIEWED', to_change: 2 })
  // Only what Olga is changes, and the switch of clearing decisions stays on.
  await sql`UPDATE workflow SET owner = NULL`.execute(bulks.db)
  await set('reviewer_bulk_actions', { allow_bulk_approve: false })
  const answer = await bulks.post(asOlga, bulkPath(id, `/${refused.bulk_id}:run`))
  await sql`UPDATE workflow SET owner = ${JSON.stringify(olga)}::jsonb`.execute(bulks.db)
  expect(answer.status).toBe(403)
  expect(message(answer)).toContain('accept several rows')
  const undo = await undoOf()
  expect((await bulks.run(asOlga, undo)).difference).toBeNull()
  await bulks.work(undo)
  expect(await read(undo)).toMatchObject({ state: 'DONE', outcomes: [{ of: 'DONE', rows: 2 }] })
  expect((await bulks.rows(number)).map(({ decision, notes }) => [decision, notes])).toEqual(before)
})
