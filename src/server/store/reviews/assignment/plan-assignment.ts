import type pg from 'pg'
import type { AssignmentCount, UnassignedReason } from '#contract/reviews/assignment.ts'
import type { DynamicInformation } from '#contract/reviews/certification.ts'
import { type Assignment, type PassedOver, type RowCandidates, reviewersOf } from './assign-reviewers.ts'
import { readDirectory } from './directory.ts'
import { noteOwnAccess, withOwnAccess } from './own-access.ts'

/**
 * Whom the rows of a snapshot are to be given to, only those of certain identities where these are listed, and whether
 * nobody may review their own access.
 */
export type WantedAssignment = {
  readonly snapshot_id: string | null
  readonly dynamic_information: DynamicInformation | null
  readonly assignment: Assignment
  readonly preventsSelfReview: boolean
}

/** An assignment that stands in `pg_temp.assigned` until the transaction ends or `dropPlan` is called. */
export type PlannedAssignment = {
  readonly count: AssignmentCount
  /** How many people were asked for and cannot review some row, by what keeps them from it. */
  readonly passedOver: ReadonlyMap<UnassignedReason, number>
  /** A query for the rows, with its parameters: these columns of `access_row`, `people` and `passed_over`. */
  readonly rows: (columns: string) => { readonly text: string; readonly parameters: readonly unknown[] }
}

/** Rows that depend on the same, and how many they are. */
type Group = RowCandidates & { readonly rows: number }

const groupsAtOnce = 5000
const dependsOn = 'source_managers, destination_owners, reviewers, own'

/**
 * Works out who reviews the rows of a snapshot, once for all rows that depend on the same. Takes a client with a
 * transaction open; nothing is stored beyond it.
 */
export async function planAssignment(
  client: pg.ClientBase,
  wanted: WantedAssignment,
): Promise<PlannedAssignment> {
  const { snapshot_id, assignment, preventsSelfReview } = wanted
  const named = await groupsOf(client, { ...wanted, preventsSelfReview: false })
  const directory = await readDirectory(client, referencesOf(named), [
    ...assignment.reviewers,
    ...assignment.fallback_reviewers,
    ...(assignment.creator ? [assignment.creator] : []),
  ])
  if (preventsSelfReview) await noteOwnAccess(client, snapshot_id, directory.everybody)
  const groups = preventsSelfReview ? await groupsOf(client, wanted) : named
  const planned = groups.map((group) => {
    const { people, passedOver } = reviewersOf(group, assignment, directory)
    return { ...group, people, passed_over: passedOver }
  })
  await store(client, planned)
  return {
    count: countOf(planned),
    passedOver: countPassedOver(planned),
    rows: (columns) => ({
      text: `SELECT access.*, people, passed_over FROM (${accessOf(wanted, `${columns}, `)}) AS access
        JOIN pg_temp.assigned USING (${dependsOn})`,
      parameters: parametersOf(wanted),
    }),
  }
}

/** Ends what `planAssignment` has begun, in a transaction that goes on. */
export async function dropPlan(client: pg.ClientBase): Promise<void> {
  await client.query('DROP TABLE pg_temp.assigned')
  await client.query('DROP TABLE IF EXISTS pg_temp.own_access')
}

/**
 * The access of a snapshot (parameter 1), of the listed identities (2) where there are any, with what its reviewers
 * depend on; what nobody asked for is left empty.
 */
function accessOf({ assignment, preventsSelfReview }: WantedAssignment, columns = ''): string {
  const empty = `'{}'::text[]`
  return `SELECT ${columns}${assignment.users_manager ? 'source_managers' : `${empty} AS source_managers`},
      ${assignment.resource_managers ? 'destination_owners' : `${empty} AS destination_owners`}, reviewers,
      ${preventsSelfReview ? `coalesce(own.people, ${empty})` : empty} AS own
    FROM access_row ${preventsSelfReview ? withOwnAccess : ''} 
    WHERE snapshot_id = $1 AND ($2::jsonb IS NULL OR (source->>'type', source->>'id') IN
      (SELECT type, id FROM jsonb_to_recordset($2::jsonb) AS identity (type text, id text)))`
}

function parametersOf({ snapshot_id, dynamic_information }: WantedAssignment): readonly unknown[] {
  return [snapshot_id, dynamic_information && JSON.stringify(dynamic_information.identities)]
}

async function groupsOf(client: pg.ClientBase, wanted: WantedAssignment): Promise<readonly Group[]> {
  const { rows } = await client.query<Group>(
    `SELECT ${dependsOn}, count(*)::integer AS rows FROM (${accessOf(wanted)}) AS access GROUP BY ${dependsOn}`,
    [...parametersOf(wanted)],
  )
  return rows
}

function referencesOf(groups: readonly Group[]): readonly string[] {
  return [
    ...new Set(
      groups.flatMap((group) => [...group.source_managers, ...group.destination_owners, ...group.reviewers]),
    ),
  ]
}

type Planned = Group & {
  readonly people: readonly unknown[]
  readonly passed_over: readonly PassedOver[]
}

async function store(client: pg.ClientBase, planned: readonly Planned[]): Promise<void> {
  await client.query(`CREATE TEMP TABLE assigned (source_managers text[], destination_owners text[], reviewers text[],
    own text[], people jsonb, passed_over jsonb) ON COMMIT DROP`)
  for (let start = 0; start < planned.length; start += groupsAtOnce)
    await client.query(
      `INSERT INTO pg_temp.assigned SELECT * FROM jsonb_populate_recordset(null::pg_temp.assigned, $1)`,
      [JSON.stringify(planned.slice(start, start + groupsAtOnce))],
    )
  await client.query('ANALYZE pg_temp.assigned')
}

function countOf(groups: readonly Planned[]): AssignmentCount {
  const byReasons = new Map<string, { readonly reasons: string[]; rows: number }>()
  let [rows, unassigned] = [0, 0]
  for (const group of groups) {
    rows += group.rows
    if (group.people.length > 0) continue
    unassigned += group.rows
    const reasons = [...new Set(group.passed_over.map(({ why }) => why))].toSorted()
    const same = byReasons.get(reasons.join(' ')) ?? { reasons, rows: 0 }
    same.rows += group.rows
    byReasons.set(reasons.join(' '), same)
  }
  const reasons = [...byReasons.values()].toSorted((a, b) => b.rows - a.rows)
  return { rows, unassigned, reasons }
}

function countPassedOver(groups: readonly Planned[]): ReadonlyMap<UnassignedReason, number> {
  const people = new Map<UnassignedReason, Set<string>>()
  for (const { person, why, key = person.toLowerCase() } of groups.flatMap(({ passed_over }) => passed_over))
    if (person !== '') people.set(why, (people.get(why) ?? new Set()).add(key))
  return new Map([...people].map(([why, those]) => [why, those.size]))
}
