import { type Kysely, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { Actor, Role } from '#contract/permissions.ts'
import type {
  CertificationRow,
  LogDetail,
  ResultRow,
  StoredNode,
} from '#server/store/database/review-schema.ts'
import type { Schema } from '#server/store/database/schema.ts'

/*
 * People, workflows and certifications put straight into the tables of a test database, without going through the
 * code under test. Everything has a plain default; a test gives what it cares about.
 *
 *   await insertPeople(db, [aUser('ana')], ['reviewer'])
 *   await insertWorkflow(db, { workflow_id: 'w1' })
 *   const number = await insertCertification(db, { certification_id: 'c1', workflow_id: 'w1' }, [
 *     aRow({ reviewers: [aUser('ana')], log: [anEntry('NOTE_ADDED', { detail: { note: 'why?' } })] }),
 *   ])
 *   const actor = anActor(aUser('ana'), ['reviewer'])
 */

type Db = Kysely<Schema>
const someTime = '2026-03-02T09:00:00.123456789Z'

/** A user of this server called `ana`, with the address `ana@example.com`. */
export function aUser(id: string, user_type = 'localCookieUser'): WorkflowUser {
  return { user_type, id, email: `${id}@example.com`, name: id }
}

/** The same person as somebody who makes requests. */
export function anActor(user: WorkflowUser, roles: readonly Role[]): Actor {
  return { via: 'session', id: user.id, name: user.name, user, roles }
}

/** Puts people into the directory, all with the same roles. */
export async function insertPeople(db: Db, users: readonly WorkflowUser[], roles: Role[]): Promise<void> {
  const people = users.map(({ user_type, id, email, name }) => ({ user_type, id, email, name, roles }))
  await insertAll(db, 'person', people)
}

type GivenWorkflow = {
  readonly workflow_id: string
  readonly name?: string
  readonly description?: string
  readonly notes?: string
  readonly query?: Readonly<Record<string, unknown>>
  readonly owner?: WorkflowUser
  readonly creator?: WorkflowUser
}

/** A workflow, named like its id unless given; without owner and creator. */
export async function insertWorkflow(db: Db, given: GivenWorkflow): Promise<void> {
  const { workflow_id } = given
  const plain = {
    name: workflow_id,
    description: '',
    notes: '',
    query: {},
    demo: false,
    created_at: someTime,
  }
  await insertAll(db, 'workflow', [{ ...plain, ...given }])
}

/** An entry of a row's log: by `aUser('root')` over a session unless given. */
export type GivenEntry = {
  readonly action: string
  readonly actor: WorkflowUser
  readonly via: string
  readonly at: string
  readonly detail: LogDetail
}

export function anEntry(action: string, given: Partial<GivenEntry> = {}): GivenEntry {
  return { action, actor: aUser('root'), via: 'session', at: someTime, detail: {}, ...given }
}

export type GivenRow = Omit<ResultRow, 'result_id'> & { readonly log: readonly GivenEntry[] }

export function aNode(type: string, id: string, properties: StoredNode['properties'] = {}): StoredNode {
  return { type, id, name: id, properties }
}

/** An undecided row without reviewers or log; rows get the ids 0, 1, 2 … in the order in which they are given. */
export function aRow(given: Partial<GivenRow> = {}): GivenRow {
  return {
    source: aNode('OktaUser', 'jdoe'),
    destination: aNode('S3Bucket', 'reports'),
    waypoint: null,
    raw_permissions: ['s3:GetObject'],
    effective_permissions: ['DataRead'],
    decision: 'RESULT_DECISION_NONE',
    notes: '',
    reviewers: [],
    signed_off_state: 'NOT_SIGNED_OFF',
    signed_off_at: null,
    signed_off_by: null,
    notification_status: 'UNKNOWN',
    notification_response_infos: [],
    updated_at: null,
    updated_by: null,
    version: 1,
    log: [],
    ...given,
  }
}

type GivenCertification = Partial<CertificationRow> &
  Pick<CertificationRow, 'certification_id' | 'workflow_id'>

/**
 * A published certification in progress, created by `aUser('root')`, with its rows, their reviewers and logs; the
 * counters and `log_seq` are those of the rows. Returns its number.
 */
export async function insertCertification(
  db: Db,
  given: GivenCertification,
  rows: readonly GivenRow[],
): Promise<number> {
  await insertAll(db, 'certification', [certificationOf(given, rows)])
  const { number } = await db
    .selectFrom('certification')
    .select('number')
    .where('certification_id', '=', given.certification_id)
    .executeTakeFirstOrThrow()
  const placed = rows.map((row, index) => ({ ...row, certification: number, result_id: index }))
  await insertAll(db, 'result', placed)
  await insertAll(db, 'result_reviewer', placed.flatMap(assignmentsOf))
  await insertAll(db, 'result_log', logOf(placed))
  await sql`SELECT note_attributes(${number})`.execute(db)
  return number
}

function certificationOf(given: GivenCertification, rows: readonly GivenRow[]) {
  const creator = given.creator ?? aUser('root')
  const decided = (decision: string) => rows.filter((row) => row.decision === decision).length
  return {
    state: 'CERT_STATE_IN_PROGRESS',
    creator_type: creator.user_type,
    creator_id: creator.id,
    created_at: someTime,
    started_at: someTime,
    query_completed_at: someTime,
    updated_at: someTime,
    total_result_count: rows.length,
    total_accepted_count: decided('RESULT_DECISION_ACCEPTED'),
    total_rejected_count: decided('RESULT_DECISION_REJECTED'),
    total_fixed_count: decided('RESULT_DECISION_FIXED'),
    total_signed_off_count: rows.filter((row) => row.signed_off_state === 'SIGNED_OFF').length,
    log_seq: String(rows.reduce((sum, row) => sum + row.log.length, 0)),
    query_used: {},
    ...given,
    creator,
  }
}

type PlacedRow = GivenRow & { readonly certification: number; readonly result_id: number }

function assignmentsOf({ certification, result_id, reviewers }: PlacedRow) {
  return reviewers.map(({ user_type, id }) => ({ certification, result_id, user_type, user_id: id }))
}

function logOf(rows: readonly PlacedRow[]) {
  const entries = rows.flatMap(({ certification, result_id, log }) =>
    log.map((entry, index) => ({ ...entry, certification, result_id, version: index + 2 })),
  )
  return entries.map((entry, index) => ({ ...entry, seq: index + 1 }))
}

/** Inserts records whose keys are columns; other keys are left out. All have the keys of the first. */
async function insertAll(
  db: Db,
  table: keyof Schema,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const names = Object.keys(records[0] ?? {}).filter((name) => name !== 'log')
  for (let start = 0; start < records.length; start += 5000) {
    const part = JSON.stringify(records.slice(start, start + 5000))
    await sql`INSERT INTO ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
      SELECT ${sql.join(names.map((name) => sql.ref(`row.${name}`)))}
      FROM jsonb_populate_recordset(null::${sql.table(table)}, ${part}::jsonb) AS row`.execute(db)
  }
}
