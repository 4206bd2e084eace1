import { publishDoubts } from '#contract/reviews/assignment.ts'
import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import {
  applyToModel,
  type Asked,
  expireModel,
  idsOf,
  lateNote,
  type Model,
  modelSettings,
} from '#testing/review-model.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { Refused } from '../../../refused.ts'
import type { LogDetail } from '../../database/review-schema.ts'
import { localReviews } from '../../../local-backend.ts'
import { expireOverdue } from '../../../reviews/expire.ts'
import { certificationStore } from '../certifications/certification-store.ts'

/** MODEL_RUNS=2000 is what a change of the rules is tried with; a usual run takes fewer. */
const runs = Number(process.env['MODEL_RUNS'] ?? 120)
const quiet = { info: () => undefined, warn: () => undefined }
const certifications = () => certificationStore(database.store, () => new Date(), quiet)
const week = 7 * 24 * 3600 * 1000

const [ana, bob, owner, root] = [aUser('ana'), aUser('bob'), aUser('owner'), aUser('root')]
const settings = {
  staff_decides: modelSettings.staff_decides,
  cert_completion_settings: { completion: 'COMPLETION_ALLOWED_ANYTIME' },
  review_expiration_behavior: { behavior: 'AUTO_REJECT_INCOMPLETE_RESULTS', note_to_add: lateNote },
}
const asRoot = anActor(root, ['admin'])
const actors = [anActor(ana, ['reviewer']), anActor(bob, ['reviewer']), anActor(owner, ['operator']), asRoot]
const assignments = [[ana], [bob], [ana, bob]]

let database: TestDatabase
let runNumber = 0
/** How often a change came to what. */
const outcomes = new Map<string, number>()
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [ana, bob], ['reviewer'])
  await insertPeople(db(), [owner], ['operator'])
  await insertPeople(db(), [root], ['admin'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  for (const [leaf, value] of Object.entries(settings))
    await sql`INSERT INTO review_setting VALUES (${leaf}, 'w', ${JSON.stringify(value)})`.execute(db())
})
afterAll(() => database.drop())

/** The certification of one run on the server, and the time there. */
class Real {
  readonly id: string
  readonly number: number
  now = Date.parse('2026-03-02T10:00:00Z')
  readonly clock = () => new Date(this.now)
  readonly changes = localReviews(database.store, this.clock, quiet)
  readonly lifecycle = localReviews(database.store, this.clock, quiet)

  constructor(id: string, number: number) {
    this.id = id
    this.number = number
  }

  /** The job finds this certification overdue; those of other runs have no due date. */
  async expire(): Promise<void> {
    const due = (at: string | null, ns: string | null) =>
      sql`UPDATE certification SET due_date = ${at}, due_ns = ${ns} WHERE number = ${this.number}`.execute(
        db(),
      )
    await due(this.clock().toISOString(), `${this.now}000000`)
    await expireOverdue(certifications(), this.clock())
    await due(null, null)
  }
}

type Command = fc.AsyncCommand<Model, Real>

class Change implements Command {
  readonly asked: Asked
  constructor(asked: Asked) {
    this.asked = asked
  }
  check = () => true
  async run(model: Model, real: Real): Promise<void> {
    const { actor, row, change, forced, behind, key } = this.asked
    const version = behind === undefined ? undefined : (model.rows[row]?.version ?? 0) - behind
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([row, change, forced]))
      .digest()
    const wanted = applyToModel(model, this.asked)
    const kind = wanted.replace(/ \d+/, '')
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1)
    const update = forced ? ('forceUpdateResult' as const) : ('updateResult' as const)
    const got = await real.changes[update](
      actor,
      real.id,
      { result_id: row, ...change },
      { version, key, fingerprint },
    ).then(
      (changed) => `version ${changed.version}`,
      (error: unknown) => {
        if (error instanceof Refused) return error.problem.code
        throw error
      },
    )
    expect(got, String(this)).toBe(wanted)
  }
  toString = () => JSON.stringify({ ...this.asked, actor: this.asked.actor.id })
}

/** A step in the life of the certification, from the phases in which it can be taken. */
class Move implements Command {
  readonly name: 'publish' | 'complete' | 'week passes'
  constructor(name: Move['name']) {
    this.name = name
  }
  private after(phase: ReviewPhase): ReviewPhase | undefined {
    if (this.name === 'publish') return phase === 'draft' ? 'in progress' : undefined
    if (this.name === 'complete')
      return phase === 'in progress' || phase === 'expired, in grace' ? 'completed, in grace' : undefined
    if (phase === 'expired, in grace') return 'expired'
    return phase === 'completed, in grace' ? 'completed' : phase
  }
  check = (model: Readonly<Model>) => this.after(model.phase) !== undefined
  async run(model: Model, real: Real): Promise<void> {
    model.phase = this.after(model.phase) ?? model.phase
    if (this.name === 'publish') await real.lifecycle.publishCertification(asRoot, real.id, publishDoubts)
    if (this.name === 'complete') await real.lifecycle.completeCertification(asRoot, real.id)
    if (this.name === 'week passes') real.now += week
  }
  toString = () => this.name
}

/** The expiry job runs at any time; only what is in progress expires. */
class Expire implements Command {
  check = () => true
  async run(model: Model, real: Real): Promise<void> {
    expireModel(model)
    await real.expire()
  }
  toString = () => 'expire'
}

/** Nothing in two cases of three. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(fc.constant(undefined), fc.constant(undefined), arbitrary)
const change = fc
  .record(
    {
      decision: fc.constantFrom(
        'RESULT_DECISION_NONE',
        'RESULT_DECISION_ACCEPTED',
        'RESULT_DECISION_REJECTED',
        'RESULT_DECISION_FIXED',
      ),
      notes: fc.constantFrom('left', 'knows why', ' '),
      reviewers: fc.subarray([ana, bob, owner]),
      signed_off_state: fc.constantFrom('SIGNED_OFF', 'SIGNED_OFF', 'NOT_SIGNED_OFF'),
    },
    { requiredKeys: [] },
  )
  .filter((given) => Object.keys(given).length > 0)
const asked = fc.record({
  actor: fc.constantFrom(...actors),
  // The last is not there; that of two reviewers is where most happens.
  row: fc.constantFrom(0, 1, 2, 2, 2, 2, 2, assignments.length),
  change,
  forced: fc.boolean(),
  behind: sometimes(fc.constantFrom(0, 0, 1)),
  key: sometimes(fc.constantFrom('k1', 'k2', 'k3')),
})
const unforced = asked.map((one) => new Change({ ...one, forced: false }))
const commands = fc.commands(
  [
    ...Array.from({ length: 20 }, () => unforced),
    ...Array.from({ length: 4 }, () => asked.map((one) => new Change(one))),
    fc.constantFrom('publish', 'complete', 'week passes').map((name) => new Move(name)),
    fc.constant(new Expire()),
  ],
  { maxCommands: 24, size: 'max' },
)

async function setup(): Promise<{ model: Model; real: Real }> {
  const id = `run ${runNumber++}`
  const draft = runNumber % 6 === 0
  const given = { certification_id: id, workflow_id: 'w', creator: owner, published: !draft }
  const rows = assignments.map((reviewers) => aRow({ reviewers }))
  const number = await insertCertification(db(), given, rows)
  await sql`DELETE FROM operation_key`.execute(db())
  const model: Model = {
    phase: draft ? 'draft' : 'in progress',
    owner,
    keys: new Map(),
    rows: assignments.map((reviewers) => ({
      decision: 'RESULT_DECISION_NONE',
      notes: '',
      signedOff: false,
      reviewers,
      version: 1,
      log: [],
    })),
  }
  return { model, real: new Real(id, number) }
}

/** How an entry of the log reads in the model. */
function logLine({ action, detail }: { action: string; detail: LogDetail }): string {
  const { note, decision_detail: decided, reviewer_detail: moved } = detail
  if (decided) return `${action} ${decided.decision} ${decided.note}`
  if (moved) return `${action} ${idsOf(moved.old_reviewers)} > ${idsOf(moved.new_reviewers)}`
  return note === undefined ? action : `${action} ${note}`
}

async function compare(model: Model, { number }: Real): Promise<void> {
  const rows = await db()
    .selectFrom('result')
    .selectAll()
    .where('certification', '=', number)
    .orderBy('result_id')
    .execute()
  const log = await db()
    .selectFrom('result_log')
    .selectAll()
    .where('certification', '=', number)
    .orderBy('seq')
    .execute()
  expect(
    rows.map((row) => ({
      decision: row.decision,
      notes: row.notes,
      signedOff: row.signed_off_state === 'SIGNED_OFF',
      reviewers: row.reviewers,
      version: row.version,
      log: log.filter((entry) => entry.result_id === row.result_id).map(logLine),
    })),
  ).toEqual(model.rows)
  expect(log.map((entry) => entry.seq)).toEqual(log.map((_, index) => String(index + 1)))
  expect(log.map((entry) => entry.at)).toEqual([...new Set(log.map((entry) => entry.at))].toSorted())
  await compareCounters(number)
}

/** Counters, the rows they count, and what the log alone says of these rows; who reviews what, twice. */
async function compareCounters(number: number): Promise<void> {
  const { rows } = await sql<{ counted: unknown; rows: unknown; log: unknown; same: boolean }>`
    WITH last AS (
      SELECT DISTINCT ON (result_id) result_id, detail->'decision_detail'->>'decision' AS decision FROM result_log
      WHERE certification = ${number} AND action = 'DECISION' ORDER BY result_id, seq DESC
    ), signed AS (
      SELECT DISTINCT ON (result_id) action = 'SIGNED_OFF' AS holds FROM result_log
      WHERE certification = ${number} AND action IN ('SIGNED_OFF', 'SIGN_OFF_UNDONE') ORDER BY result_id, seq DESC
    )
    SELECT json_build_array(total_accepted_count, total_rejected_count, total_fixed_count,
        total_signed_off_count, log_seq) AS counted,
      (SELECT json_build_array(count(*) FILTER (WHERE decision = 'RESULT_DECISION_ACCEPTED'),
        count(*) FILTER (WHERE decision = 'RESULT_DECISION_REJECTED'),
        count(*) FILTER (WHERE decision = 'RESULT_DECISION_FIXED'),
        count(*) FILTER (WHERE signed_off_state = 'SIGNED_OFF'), log_seq)
        FROM result WHERE certification = number) AS rows,
      (SELECT json_build_array(count(*) FILTER (WHERE decision = 'RESULT_DECISION_ACCEPTED'),
        count(*) FILTER (WHERE decision = 'RESULT_DECISION_REJECTED'),
        count(*) FILTER (WHERE decision = 'RESULT_DECISION_FIXED'),
        (SELECT count(*) FROM signed WHERE holds),
        (SELECT count(*) FROM result_log WHERE certification = number)) FROM last) AS log,
      (SELECT json_agg(json_build_array(result_id, person->>'id') ORDER BY result_id, person->>'id')::text
        FROM result, jsonb_array_elements(reviewers) AS person WHERE certification = number)
        IS NOT DISTINCT FROM
      (SELECT json_agg(json_build_array(result_id, user_id) ORDER BY result_id, user_id)::text
        FROM result_reviewer WHERE certification = number) AS same
    FROM certification WHERE number = ${number}`.execute(db())
  const [row] = rows
  expect(row?.counted).toEqual(row?.rows)
  expect(row?.counted).toEqual(row?.log)
  expect(row?.same).toBe(true)
}

test(`${runs} runs of two reviewers, an operator, an admin and the expiry job leave what the model says`, async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (list) => {
      const state = await setup()
      await fc.asyncModelRun(() => Promise.resolve(state), list)
      await compare(state.model, state.real)
    }),
    { numRuns: runs, endOnFailure: false },
  )
  // A model in which nothing ever happens would be right about it.
  expect([...outcomes.keys()].toSorted()).toEqual([
    'FailedPrecondition',
    'InvalidArgument',
    'KeyReused',
    'NotFound',
    'PermissionDenied',
    'PreconditionFailed',
    'version',
  ])
  expect(outcomes.get('version')).toBeGreaterThan(runs)
}, 600_000)
