import type pg from 'pg'
import type { DynamicInformation } from '#contract/certification.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { ReviewerAssignment } from '#contract/workflow.ts'
import { type Assignment, type Candidates, reviewersOf } from './assign-reviewers.ts'
import { readDirectory } from './directory.ts'
import { isNobody, systemUser } from './system-user.ts'

type Searching = {
  readonly snapshot_id: string | null
  readonly reviewer_assignment: unknown
  readonly dynamic_information: DynamicInformation | null
  readonly creator: WorkflowUser
  readonly workflow_creator: WorkflowUser | null
  readonly imported_at: string | null
}

const noRows =
  'There is no imported access for this workflow yet. Import some, then create the certification again.'
const noneListed =
  'None of the identities that this certification is limited to has access in the import it was made from.'
const combosAtOnce = 5000

/** Whether an access row is one of those that the identities of parameter 5, where there are any, ask for. */
const listed = `($5::jsonb IS NULL OR (source->>'type', source->>'id') IN
  (SELECT type, id FROM jsonb_to_recordset($5::jsonb) AS identity (type text, id text)))`

/** The parts of an access row that its reviewers depend on; what nobody asked for is left empty. */
const combo = `CASE WHEN $2 THEN source_managers ELSE '{}' END AS source_managers,
  CASE WHEN $3 THEN destination_owners ELSE '{}' END AS destination_owners, reviewers`

/**
 * Copies the access of its snapshot into the rows of a certification that is searching, with reviewers, log and
 * counters, and puts it in progress; entries of the log are the server's, each a nanosecond after the one before; one without access gets its reason instead. Takes the certification's number, the
 * time (as `logTime` writes it), and a client with a transaction open. Returns how many rows there are; undefined when
 * somebody else has done it.
 */
export async function createRows(
  client: pg.ClientBase,
  number: number,
  at: string,
): Promise<number | undefined> {
  const searching = await findSearching(client, number)
  if (!searching) return undefined
  const assignment = await prepareAssignment(client, searching)
  const total = await insertRows(client, number, searching, assignment)
  await client.query('DROP TABLE pg_temp.assigned')
  if (total === 0) await fail(client, number, { reason: reasonOf(searching), at })
  else await begin(client, number, searching, { total, at })
  return total
}

async function findSearching(client: pg.ClientBase, number: number): Promise<Searching | undefined> {
  const { rows } = await client.query<Searching>(
    `SELECT snapshot_id, reviewer_assignment, dynamic_information, c.creator, w.creator AS workflow_creator, s.imported_at
     FROM certification c JOIN workflow w USING (workflow_id) LEFT JOIN snapshot s USING (snapshot_id)
     WHERE number = $1 AND state = 'CERT_STATE_SEARCHING' AND error_reason = ''`,
    [number],
  )
  return rows[0]
}

/** Works out the reviewers of every combination of what they depend on, into a temporary table. */
async function prepareAssignment(client: pg.ClientBase, searching: Searching): Promise<Assignment> {
  const wanted: Assignment = {
    ...ReviewerAssignment.parse(searching.reviewer_assignment ?? {}),
    creator: [searching.workflow_creator ?? searching.creator].find((user) => !isNobody(user)),
  }
  await client.query(`CREATE TEMP TABLE assigned
    (source_managers text[], destination_owners text[], reviewers text[], people jsonb) ON COMMIT DROP`)
  const { rows: combos } = await client.query<Candidates>(
    `SELECT DISTINCT ${combo} FROM access_row WHERE snapshot_id = $1`,
    [searching.snapshot_id, wanted.users_manager, wanted.resource_managers],
  )
  const references = combos.flatMap((row) => [
    ...row.source_managers,
    ...row.destination_owners,
    ...row.reviewers,
  ])
  const directory = await readDirectory(
    client,
    [...new Set(references)],
    [...wanted.reviewers, ...wanted.fallback_reviewers],
  )
  const people = combos.map((row) => ({ ...row, people: reviewersOf(row, wanted, directory) }))
  for (let start = 0; start < people.length; start += combosAtOnce)
    await client.query(
      `INSERT INTO pg_temp.assigned SELECT * FROM jsonb_populate_recordset(null::pg_temp.assigned, $1)`,
      [JSON.stringify(people.slice(start, start + combosAtOnce))],
    )
  await client.query('ANALYZE pg_temp.assigned')
  return wanted
}

async function insertRows(
  client: pg.ClientBase,
  number: number,
  { snapshot_id, dynamic_information }: Searching,
  { users_manager, resource_managers }: Assignment,
): Promise<number> {
  const identities = dynamic_information && JSON.stringify(dynamic_information.identities)
  const { rowCount } = await client.query(
    `INSERT INTO result (certification, result_id, source, destination, waypoint, raw_permissions,
       effective_permissions, reviewers)
     SELECT $4, row_number() OVER (ORDER BY source->>'type' COLLATE "C", source->>'name' COLLATE "C",
         destination->>'name' COLLATE "C", row_key) - 1,
       source, destination, waypoint, raw_permissions, effective_permissions, people
     FROM (SELECT row_key, source, destination, waypoint, raw_permissions, effective_permissions, ${combo}
           FROM access_row WHERE snapshot_id = $1 AND ${listed}) AS row
     JOIN pg_temp.assigned USING (source_managers, destination_owners, reviewers)`,
    [snapshot_id, users_manager, resource_managers, number, identities],
  )
  return rowCount ?? 0
}

function reasonOf({ snapshot_id, dynamic_information }: Searching): string {
  return snapshot_id !== null && dynamic_information ? noneListed : noRows
}

async function fail(
  client: pg.ClientBase,
  number: number,
  { reason, at }: { readonly reason: string; readonly at: string },
): Promise<void> {
  await client.query(
    `UPDATE certification SET error_reason = $2, query_completed_at = $3, updated_at = $3,
       rules_version = rules_version + 1 WHERE number = $1`,
    [number, reason, at],
  )
}

async function begin(
  client: pg.ClientBase,
  number: number,
  { imported_at }: Searching,
  { total, at }: { readonly total: number; readonly at: string },
): Promise<void> {
  await client.query(
    `INSERT INTO result_reviewer (certification, result_id, user_type, user_id)
     SELECT certification, result_id, person->>'user_type', person->>'id'
     FROM result, jsonb_array_elements(reviewers) AS person WHERE certification = $1`,
    [number],
  )
  const { rowCount: entries } = await client.query(
    `INSERT INTO result_log (certification, seq, result_id, version, action, actor, via, at, detail)
     SELECT certification, row_number() OVER (ORDER BY result_id), result_id, 1, 'REVIEWER_ASSIGNED', $2, 'job',
       instant_text(instant_ns($3) + row_number() OVER (ORDER BY result_id) - 1),
       jsonb_build_object('reviewer_detail',
         jsonb_build_object('old_reviewers', '[]'::jsonb, 'new_reviewers', reviewers))
     FROM result WHERE certification = $1 AND reviewers <> '[]'`,
    [number, JSON.stringify(systemUser), at],
  )
  await client.query(
    `UPDATE certification SET state = 'CERT_STATE_IN_PROGRESS', query_completed_at = $2, updated_at = $2,
       snapshot_time = $3, total_result_count = $4, log_seq = $5,
       log_time = instant_text(instant_ns($2) + greatest($5::bigint - 1, 0)), rules_version = rules_version + 1
     WHERE number = $1`,
    [number, at, imported_at, total, entries ?? 0],
  )
  await client.query('SELECT note_attributes($1)', [number])
  await client.query(`INSERT INTO outbox_event (certification, kind) VALUES ($1, 'certification_started')`, [
    number,
  ])
}
