import type pg from 'pg'
import type { UserKey, WorkflowUser } from '#contract/people.ts'

type DemoPerson = WorkflowUser & {
  readonly roles: readonly string[]
  readonly manager?: UserKey | undefined
  /** What the page says of them as an account; '' for those who are none. */
  readonly about: string
}

/** Puts the people of the demonstration into the directory; those who are there stay as they are. */
export async function addDemoPeople(client: pg.ClientBase, demoPeople: readonly DemoPerson[]): Promise<void> {
  const people = demoPeople.map(({ manager, ...person }) => ({
    ...person,
    manager_type: manager?.user_type,
    manager_id: manager?.id,
    demo: person.about !== '',
  }))
  await client.query(
    `INSERT INTO person (user_type, id, email, name, roles, manager_type, manager_id, demo, about)
     SELECT user_type, id, email, name, roles, manager_type, manager_id, demo, about
     FROM jsonb_populate_recordset(null::person, $1) ON CONFLICT DO NOTHING`,
    [JSON.stringify(people)],
  )
}

type DemoWorkflow = {
  readonly workflow_id: string
  readonly name: string
  readonly description: string
  readonly notes: string
  readonly owner: unknown
  readonly query: unknown
  readonly created_at: string
}

/** Stores a workflow of the demonstration, made by its owner. */
export async function addDemoWorkflow(client: pg.ClientBase, workflow: DemoWorkflow): Promise<void> {
  const { workflow_id, name, description, notes, owner, query, created_at } = workflow
  await client.query(
    `INSERT INTO workflow (workflow_id, name, description, owner, notes, query, creator, demo, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $4, true, $7)`,
    [workflow_id, name, description, JSON.stringify(owner), notes, JSON.stringify(query), created_at],
  )
}

/** Stores a complete import of a workflow's access that has no rows yet. Returns its id. */
export async function addSnapshot(client: pg.ClientBase, workflow_id: string, time: string): Promise<string> {
  const { rows } = await client.query<{ snapshot_id: string }>(
    `INSERT INTO snapshot (workflow_id, imported_at, complete) VALUES ($1, $2, true) RETURNING snapshot_id`,
    [workflow_id, time],
  )
  const [snapshot] = rows
  if (!snapshot) throw new Error('a snapshot was not inserted')
  return snapshot.snapshot_id
}

const fewer = (list: string) =>
  `CASE WHEN get_byte(row_key, 1) < 32 AND cardinality(${list}) > 1 THEN trim_array(${list}, 1) ELSE ${list} END`

/**
 * What was otherwise then: a permission less, one more, both, or another resource of the same name, by the key of the row. So
 * that access of every kind has become of it since.
 */
const otherThen = `UPDATE access_row SET
    effective_permissions = ${fewer('effective_permissions')}
      || CASE WHEN get_byte(row_key, 1) BETWEEN 24 AND 48 THEN ARRAY['Grant'] ELSE '{}' END,
    raw_permissions = ${fewer('raw_permissions')},
    row_key = CASE WHEN get_byte(row_key, 1) > 250 THEN sha256(row_key) ELSE row_key END,
    destination = CASE WHEN get_byte(row_key, 1) > 250
      THEN jsonb_set(destination, '{id}', to_jsonb(destination ->> 'id' || ':before')) ELSE destination END
  WHERE snapshot_id = $1 AND (get_byte(row_key, 1) <= 48 OR get_byte(row_key, 1) > 250)`

type Copying = {
  readonly from: string
  readonly to: string
  /** How many of 256 rows. */
  readonly in256: number
}

/** Copies a share of the access of one import into another, and counts the rows of both. */
export async function copySomeAccess(client: pg.ClientBase, { from, to, in256 }: Copying): Promise<void> {
  await client.query(
    `INSERT INTO access_row SELECT $2, row_key, source, destination, waypoint, raw_permissions,
       effective_permissions, source_managers, destination_owners, reviewers
     FROM access_row WHERE snapshot_id = $1 AND get_byte(row_key, 0) < $3`,
    [from, to, in256],
  )
  await client.query(otherThen, [to])
  await client.query(
    `UPDATE snapshot SET rows = (SELECT count(*) FROM access_row AS a WHERE a.snapshot_id = snapshot.snapshot_id)
     WHERE snapshot_id IN ($1, $2)`,
    [from, to],
  )
  await client.query('ANALYZE access_row')
}

/** Has PostgreSQL learn how many rows there are now. */
export async function noteStatistics(client: pg.ClientBase): Promise<void> {
  await client.query('ANALYZE access_row, certification, result, result_reviewer, result_log, person')
}
