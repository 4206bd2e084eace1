import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type ForcedAction, mayAct, type RowAction } from '#contract/reviews/review-rules.ts'
import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import type { ForcedChange } from '#contract/reviews/result.ts'
import {
  aNode,
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import {
  allActions,
  allPhases,
  everybody,
  type RowStateCase,
  rowStates,
  sees,
  ruleInputOf,
  type Variant,
  variants,
  type Who,
} from '#testing/rules-cells.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { Refused } from '../../../refused.ts'
import { localReviews } from '../../../local-backend.ts'

const quiet = { info: () => undefined, warn: () => undefined }

type Cell = {
  readonly action: RowAction | ForcedAction
  readonly state: RowStateCase
  readonly who: Who
  readonly phase: ReviewPhase
  readonly variant: Variant
}

const now = new Date('2026-03-20T12:00:00Z')
const [yesterday, longAgo] = ['2026-03-19T12:00:00Z', '2026-03-12T12:00:00Z']
const phaseColumns = {
  searching: { state: 'CERT_STATE_SEARCHING' },
  failed: { state: 'CERT_STATE_SEARCHING', error_reason: 'no access' },
  draft: { published: false },
  'in progress': {},
  'expired, in grace': { expired_at: yesterday },
  expired: { expired_at: longAgo },
  'completed, in grace': { state: 'CERT_STATE_COMPLETED', completed_at: yesterday },
  completed: { state: 'CERT_STATE_COMPLETED', completed_at: longAgo },
  superseded: { state: 'CERT_STATE_SUPERSEDED', superseded_at: yesterday },
} as const

/** The owner of all certifications is the operator who has them as their own. */
const userOf = ({ role, own }: Who) => aUser(own ? 'owner' : role)
const actorOf = (who: Who) => anActor(userOf(who), [who.role])
const someone = aUser('someone')

const changes: Readonly<Record<RowAction | ForcedAction, Omit<ForcedChange, 'result_id'>>> = {
  accept: { decision: 'RESULT_DECISION_ACCEPTED' },
  reject: { decision: 'RESULT_DECISION_REJECTED', notes: 'why' },
  clear: { decision: 'RESULT_DECISION_NONE' },
  fix: { decision: 'RESULT_DECISION_FIXED' },
  note: { notes: 'why' },
  reassign: { reviewers: [someone] },
  unassign: { reviewers: [] },
  'sign off': { signed_off_state: 'SIGNED_OFF' },
  'force accept': { decision: 'RESULT_DECISION_ACCEPTED' },
  'force reject': { decision: 'RESULT_DECISION_REJECTED', notes: 'why' },
  'force clear': { decision: 'RESULT_DECISION_NONE' },
  'force fix': { decision: 'RESULT_DECISION_FIXED' },
  'force note': { notes: 'why' },
  'force reassign': { reviewers: [someone] },
  'force sign off': { signed_off_state: 'SIGNED_OFF' },
  'force undo sign-off': { signed_off_state: 'NOT_SIGNED_OFF' },
  'force notification': { notification_status: 'SUCCEED' },
}

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(database.store.db, [someone], ['reviewer'])
})
afterAll(() => database.drop())

const inSome: ReadonlySet<string> = new Set(['draft', 'in progress', 'expired, in grace'])
const someStates: ReadonlySet<string> = new Set(['undecided', 'rejected', 'accepted, signed off'])

/** Every cell with the settings as they are by default; with each other setting those whose verdict could hang on it. */
function cellsOf(variant: Variant, phase: ReviewPhase): Cell[] {
  const usual = variant === variants[0]
  if (!usual && !inSome.has(phase)) return []
  const states = usual ? rowStates : rowStates.filter((state) => someStates.has(state.name))
  return allActions.flatMap((action) =>
    states.flatMap((state) => everybody.map((who) => ({ action, state, who, phase, variant }))),
  )
}

/** What the rules of the contract say, in the words in which the server has to answer. */
function expected({ action, state, who, phase, variant }: Cell): string {
  if (!sees(phase, who)) return 'NotFound There is no such certification or row.'
  const verdict = mayAct(action, ruleInputOf(phase, state, who, variant))
  return verdict ? `${verdict.code} ${verdict.message}` : 'done'
}

function rowOf({ state, who, variant }: Cell) {
  const user = userOf(who)
  return aRow({
    decision: state.decision,
    signed_off_state: state.signedOff ? 'SIGNED_OFF' : 'NOT_SIGNED_OFF',
    reviewers: who.assigned ? [user] : [someone],
    source: aNode('OktaUser', variant.self ? user.email : 'jdoe'),
  })
}

/** The part of the row that shows whether the action was done. */
function shown({ action, state }: Cell, done: boolean): string {
  const { decision, signed_off_state } = done ? changes[action] : {}
  const signed = signed_off_state ?? (state.signedOff ? 'SIGNED_OFF' : 'NOT_SIGNED_OFF')
  return `${decision ?? state.decision} ${signed} version ${done ? 2 : 1}`
}

async function outcomeOf(certification_id: string, cell: Cell, result_id: number): Promise<string> {
  const reviews = localReviews(database.store, () => now, quiet)
  const on = { version: undefined, key: undefined, fingerprint: Buffer.alloc(0) }
  const update = cell.action.startsWith('force') ? 'forceUpdateResult' : 'updateResult'
  try {
    await reviews[update](actorOf(cell.who), certification_id, { result_id, ...changes[cell.action] }, on)
    return 'done'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return `${error.problem.code} ${error.problem.message}`
  }
}

async function rowsOf(number: number): Promise<string[]> {
  const { rows } = await sql<{ shown: string }>`
    SELECT decision || ' ' || signed_off_state || ' version ' || version AS shown FROM result
    WHERE certification = ${number} ORDER BY result_id`.execute(database.store.db)
  return rows.map((row) => row.shown)
}

/** Counters as they stand, and as they follow from rows and log. */
async function countersOf(number: number) {
  const { rows } = await sql<{ counted: unknown; folded: unknown }>`
    SELECT json_build_array(total_accepted_count, total_rejected_count, total_fixed_count, total_signed_off_count,
        log_seq) AS counted,
      (SELECT json_build_array(
          count(*) FILTER (WHERE decision = 'RESULT_DECISION_ACCEPTED'),
          count(*) FILTER (WHERE decision = 'RESULT_DECISION_REJECTED'),
          count(*) FILTER (WHERE decision = 'RESULT_DECISION_FIXED'),
          count(*) FILTER (WHERE signed_off_state = 'SIGNED_OFF'), sum(version - 1))
        FROM result WHERE certification = number) AS folded
    FROM certification WHERE number = ${number}`.execute(database.store.db)
  return rows[0]
}

test.each(variants)('the server does what the rules say: $name', async (variant) => {
  const { db } = database.store
  await insertWorkflow(db, { workflow_id: variant.name })
  for (const [leaf, value] of Object.entries(variant.settings))
    await sql`INSERT INTO review_setting VALUES (${leaf}, ${variant.name}, ${JSON.stringify(value)})`.execute(
      db,
    )
  let cells = 0
  for (const phase of allPhases) {
    const inPhase = cellsOf(variant, phase)
    if (inPhase.length === 0) continue
    const certification_id = `${variant.name}: ${phase}`
    const number = await insertCertification(
      db,
      {
        certification_id,
        workflow_id: variant.name,
        creator: aUser('owner'),
        ...phaseColumns[phase],
      },
      inPhase.map(rowOf),
    )
    const wanted = inPhase.map(expected)
    const got = await inTurns(inPhase, (cell, index) => outcomeOf(certification_id, cell, index))
    const named = (text: readonly string[]) =>
      inPhase.map(({ action, state, who }, index) => `${who.name}, ${action}, ${state.name}: ${text[index]}`)
    expect(named(got), certification_id).toEqual(named(wanted))
    expect(named(await rowsOf(number))).toEqual(
      named(inPhase.map((cell, index) => shown(cell, wanted[index] === 'done'))),
    )
    const counters = await countersOf(number)
    expect(counters?.counted).toEqual(counters?.folded)
    cells += inPhase.length
  }
  expect(cells).toBeGreaterThanOrEqual(400)
})

/** Does a few at a time, as servers do. */
async function inTurns<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += 6)
    results.push(
      ...(await Promise.all(items.slice(start, start + 6).map((item, at) => work(item, start + at)))),
    )
  return results
}
