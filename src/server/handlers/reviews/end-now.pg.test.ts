import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import type { Role } from '#contract/permissions.ts'
import type { Certification } from '#contract/reviews/certification.ts'
import type { CertificationLogEntry, Ending, ReviewerStanding } from '#contract/reviews/operator/ending.ts'
import { logTime } from '#server/store/reviews/log/append-log.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const own = (id: string) => `/app/v1/certifications/${id}`
const due_date = '2099-01-01T00:00:00Z'
const due = { due_date, due_ns: `${Date.parse(due_date)}000000` }
const reason = 'The audit begins tomorrow'

let server: TestServer
const cookies = new Map<string, string>()
let made = 0
let key = ''
const db = () => server.database.store.db

const people: readonly (readonly [string, Role])[] = [
  ['root', 'admin'],
  ['olga', 'operator'],
  ['omar', 'operator'],
  ['rita', 'reviewer'],
  ['adam', 'auditor'],
]

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  for (const [id, role] of people) cookies.set(id, await server.signIn(id, role))
  key = await server.keyOf(aUser('rita'), 'reviews:decide')
  await insertWorkflow(db(), { workflow_id: 'quiet' })
  await insertWorkflow(db(), { workflow_id: 'strict' })
  const value = JSON.stringify({ behavior: 'AUTO_REJECT_INCOMPLETE_RESULTS', note_to_add: 'too late' })
  await sql`INSERT INTO review_setting VALUES ('review_expiration_behavior', 'strict', ${value}::jsonb)`.execute(
    db(),
  )
})
afterAll(() => server.close())

const ofRita = { reviewers: [aUser('rita')] }
const signed = { signed_off_state: 'SIGNED_OFF' as const }

/** Three undecided rows, and of each decision one that is signed off and one that is not. */
const rows = [
  {},
  {},
  {},
  ...(['ACCEPTED', 'REJECTED', 'FIXED'] as const).flatMap((name) => {
    const decision = `RESULT_DECISION_${name}`
    return [{ decision }, { decision, ...signed }]
  }),
].map((row) => aRow({ ...ofRita, ...row }))

async function make(given: object = {}): Promise<string> {
  const certification_id = `c${made++}`
  await insertCertification(
    db(),
    { certification_id, workflow_id: 'quiet', creator: aUser('olga'), ...due, ...given },
    rows,
  )
  return certification_id
}

async function call(
  who: string,
  method: string,
  path: string,
  { body, more = {} }: { readonly body?: unknown; readonly more?: object } = {},
) {
  const headers = { ...pageHeaders, cookie: cookies.get(who) ?? '', ...more }
  const answer = await server.send(method, path, headers, body)
  return { status: answer.status, body: answer.body, failure: () => readFailure(answer.status, answer.body) }
}

const valueOf = <T>({ body }: { body: unknown }) => (body as { value: T }).value
const valuesOf = <T>({ body }: { body: unknown }) => (body as { values: T[] }).values
const endingOf = async (id: string) => valueOf<Ending>(await call('root', 'GET', `${own(id)}/ending`))
const seenOf = ({ behavior, open, undecided, settled }: Ending) => ({ behavior, open, undecided, settled })
/** Decides a row as its reviewer, by a key: a page would have to say which version it saw. */
const decide = (id: string, result_id: number, name = 'ACCEPTED') =>
  server.send(
    'PUT',
    `/api/preview/awf/certifications/${id}/results`,
    { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    { value: { result_id, decision: `RESULT_DECISION_${name}`, notes: 'seen' } },
  )
const end = (who: string, id: string, seen: object, more: object = {}) =>
  call(who, 'POST', `${own(id)}:end`, { body: { reason, seen }, more })

async function outcome(id: string) {
  const { rows: counted } = await sql<{ rejected: number; signed: number; undecided: number; open: number }>`
    SELECT count(*) FILTER (WHERE decision = 'RESULT_DECISION_REJECTED')::integer AS rejected,
      count(*) FILTER (WHERE signed_off_state = 'SIGNED_OFF')::integer AS signed,
      count(*) FILTER (WHERE decision = 'RESULT_DECISION_NONE')::integer AS undecided,
      count(*) FILTER (WHERE signed_off_state <> 'SIGNED_OFF')::integer AS open
    FROM result JOIN certification ON certification.number = result.certification
    WHERE certification_id = ${id}`.execute(db())
  return counted[0]
}

describe('T14 ending a review now', () => {
  test.each([
    ['quiet', { rejected: 2, signed: 3, undecided: 3, open: 6 }],
    ['strict', { rejected: 6, signed: 9, undecided: 0, open: 0 }],
  ])('does under the rule of %s to its rows what was said before', async (workflow_id, after) => {
    const id = await make({ workflow_id })
    const ending = await endingOf(id)
    expect(ending).toMatchObject({ open: 6, undecided: 3, settled: 2 })
    const before = await outcome(id)
    const pressed = Date.now()
    const { status, body } = await end('olga', id, seenOf(ending), { 'if-match': `"${ending.version}"` })
    expect(status).toBe(200)
    const certification = valueOf<Certification>({ body })
    const at = Date.parse(certification.due_date ?? '')
    expect(at).toBeGreaterThanOrEqual(pressed - 1)
    expect(at).toBeLessThanOrEqual(Date.now() + 1)
    expect(certification).toMatchObject({
      state: 'CERT_STATE_IN_PROGRESS',
      completed_at: null,
      expired_at: certification.due_date,
    })
    expect(await outcome(id)).toEqual(after)
    // The numbers that were shown are those of what happened.
    const rejects = workflow_id === 'strict'
    expect(after.rejected - (before?.rejected ?? 0)).toBe(rejects ? ending.open - ending.settled : 0)
    expect(after.signed - (before?.signed ?? 0)).toBe(rejects ? ending.open : 0)
    const log = valuesOf<CertificationLogEntry>(await call('adam', 'GET', `${own(id)}/log`))
    expect(log).toEqual([
      {
        action: 'ENDED',
        user: expect.objectContaining({ id: 'olga' }),
        time: certification.due_date,
        via: 'session',
        reason,
        old_due_date: due_date,
        new_due_date: certification.due_date,
      },
    ])
  })

  test('leaves no decision logged at or after its due time, and none is taken afterwards', async () => {
    const id = await make()
    // The log is ahead of the clock, as it is after many entries of one moment.
    await sql`UPDATE certification SET log_time = ${logTime(new Date(Date.now() + 5000))}
      WHERE certification_id = ${id}`.execute(db())
    expect((await decide(id, 0)).status).toBe(200)
    const { status, body } = await end('root', id, seenOf(await endingOf(id)))
    expect(status).toBe(200)
    const { rows: late } = await sql<{ late: number }>`SELECT count(*)::integer AS late FROM result_log
      JOIN certification ON certification.number = result_log.certification
      WHERE certification_id = ${id} AND instant_ns(at) >= due_ns`.execute(db())
    expect(late[0]?.late).toBe(0)
    expect(valueOf<Certification>({ body }).expired_at).not.toBeNull()
    expect((await decide(id, 1)).status).toBe(400)
  })

  test('is refused with the new number where a row was decided since, and where its rule or name is another', async () => {
    const id = await make({ workflow_id: 'strict' })
    const ending = await endingOf(id)
    const version = { 'if-match': `"${ending.version}"` }
    expect((await decide(id, 0, 'REJECTED')).status).toBe(200)
    const late = await end('root', id, seenOf(ending), version)
    expect(late.status).toBe(412)
    expect(late.failure().message).toContain('6 rows would be signed off now, 3 of them rejected')
    expect(await end('root', id, { ...seenOf(await endingOf(id)), behavior: 'DO_NOTHING' })).toMatchObject({
      status: 412,
    })
    await call('root', 'PATCH', `/api/preview/awf/certifications/${id}`, { body: { name: 'Another' } })
    expect(await end('root', id, seenOf(await endingOf(id)), version)).toMatchObject({ status: 412 })
    expect(valuesOf(await call('root', 'GET', `${own(id)}/log`))).toEqual([])
    expect(valueOf(await call('root', 'GET', `/api/preview/awf/certifications/${id}`))).toMatchObject({
      due_date,
      expired_at: null,
    })
  })

  test('and a decision at the same time: the decision counts, or the review is over; never both, nor neither', async () => {
    for (let round = 0; round < 12; round++) {
      const id = await make({ workflow_id: 'strict' })
      const seen = seenOf(await endingOf(id))
      const both = [() => end('root', id, seen), () => decide(id, 0)]
      const inTurn = round % 2 === 0 ? both : both.toReversed()
      const answers = await Promise.all(inTurn.map(async (ask) => [ask, await ask()] as const))
      const [ended, decided] = both.map((ask) => answers.find(([asked]) => asked === ask)?.[1].status)
      const { rows: row } = await sql<{ decision: string }>`SELECT decision FROM result
        JOIN certification ON certification.number = result.certification
        WHERE certification_id = ${id} AND result_id = 0`.execute(db())
      // The row that was accepted is one fewer without a decision than was seen.
      const expected = decided === 200 ? [412, 200, 'ACCEPTED'] : [200, 400, 'REJECTED']
      expect([ended, decided, row[0]?.decision.replace('RESULT_DECISION_', '')]).toEqual(expected)
    }
  })

  const phases = {
    'in progress': {},
    draft: { published: false },
    expired: { due_date: '2026-01-01T00:00:00Z', due_ns: '1', expired_at: '2026-01-01T00:00:00Z' },
    overdue: { due_date: '2026-11-01T00:00:00Z', due_ns: '1' },
    completed: { state: 'CERT_STATE_COMPLETED', completed_at: '2026-01-01T00:00:00Z' },
    superseded: { state: 'CERT_STATE_SUPERSEDED' },
  } as const
  test.each(Object.entries(phases))(
    '%s: who runs it may only while it is in progress',
    async (phase, given) => {
      const id = await make(given)
      const seen = seenOf(await endingOf(id))
      const isOpen = phase === 'in progress'
      for (const who of ['rita', 'adam', 'omar']) {
        const { status } = await end(who, id, seen)
        expect([403, 404], `${who} ${phase}`).toContain(status)
      }
      const { rows: before } =
        await sql`SELECT due_date FROM certification WHERE certification_id = ${id}`.execute(db())
      expect(before).toEqual([{ due_date: 'due_date' in given ? given.due_date : due_date }])
      expect((await end('olga', id, seen)).status).toBe(isOpen ? 200 : 400)
      if (!isOpen) expect(valuesOf(await call('root', 'GET', `${own(id)}/log`))).toEqual([])
    },
  )

  test('takes a reason, and answers about what one does not see as about what is not there', async () => {
    const id = await make()
    const seen = seenOf(await endingOf(id))
    for (const bad of ['', ' ', undefined])
      expect((await call('root', 'POST', `${own(id)}:end`, { body: { reason: bad, seen } })).status).toBe(400)
    const told = async (of: string) => [
      (await end('omar', of, seen)).failure(),
      (await call('omar', 'GET', `${own(of)}/ending`)).failure(),
      (await call('omar', 'GET', `${own(of)}/reviewers`)).failure(),
      (await call('omar', 'GET', `${own(of)}/log`)).failure(),
    ]
    const withoutIds = async (of: string) => (await told(of)).map((one) => ({ ...one, request_id: '' }))
    expect(await withoutIds(id)).toEqual(await withoutIds('none'))
    expect((await told(id)).map(({ status }) => status)).toEqual([404, 404, 404, 404])
    // A reviewer sees some of its rows: no more than those.
    expect((await call('rita', 'GET', `${own(id)}/ending`)).status).toBe(403)
    expect((await call('rita', 'GET', `${own(id)}/reviewers`)).status).toBe(404)
    expect((await call('rita', 'GET', `${own(id)}/log`)).status).toBe(404)
  })
})

test('T14 who is late comes first: open rows, rows to decide, and the last thing that each of them did', async () => {
  const id = `c${made++}`
  const of = (...ids: string[]) => ({ reviewers: ids.map((name) => aUser(name)) })
  const entry = (at: string, actor: string) => ({
    action: 'NOTE_ADDED',
    actor: aUser(actor),
    via: 'session',
    at,
    detail: { note: 'n' },
  })
  const accepted = { decision: 'RESULT_DECISION_ACCEPTED' }
  await insertCertification(db(), { certification_id: id, workflow_id: 'quiet', ...due }, [
    aRow({ ...of('early', 'idle'), log: [entry('2026-03-01T00:00:00.000000000Z', 'early')] }),
    aRow({ ...of('early'), ...accepted, log: [entry('2026-03-02T00:00:00.000000000Z', 'early')] }),
    aRow({ ...of('slow'), log: [entry('2026-02-01T00:00:00.000000000Z', 'slow')] }),
    aRow({ ...of('done'), ...accepted, ...signed }),
  ])
  const standings = valuesOf<ReviewerStanding>(await call('adam', 'GET', `${own(id)}/reviewers`))
  expect(
    standings.map((one) => [
      one.reviewer.id,
      one.rows,
      one.open_rows,
      one.to_decide,
      one.last_activity_at?.slice(0, 10) ?? null,
    ]),
  ).toEqual([
    ['idle', 1, 1, 1, null],
    ['slow', 1, 1, 1, '2026-02-01'],
    ['early', 2, 2, 1, '2026-03-02'],
    ['done', 1, 0, 0, null],
  ])
})
