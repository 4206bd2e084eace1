import pg from 'pg'
import { systemUser } from '../log/system-user.ts'

/** By what access is the same (an import has each once) as that of another certification: source, waypoint and destination, each by type and id. */
const identity = (table: string) => [
  ...['source', 'destination', 'waypoint'].flatMap((node) => [
    `coalesce(${table}.${node} ->> 'type', '')`,
    `coalesce(${table}.${node} ->> 'id', '')`,
  ]),
  `(${table}.waypoint IS NULL)`,
]
/** A condition: whether the rows of two tables, by their names, are the same access. */
export const sameAccess = (here: string, there: string) =>
  `(${identity(here).join(', ')}) = (${identity(there).join(', ')})`

const compared = 'result_id, source, destination, waypoint, effective_permissions, raw_permissions'
const lists = ['effective_permissions', 'raw_permissions']
// Most lists are equal, which is found out faster than that one holds the other.
const holdsAll = (list: string, here: string, there: string) =>
  `(${here}.${list} = ${there}.${list} OR ${here}.${list} <@ ${there}.${list})`
const more = (list: string, here: string, there: string) =>
  `CASE WHEN ${holdsAll(list, here, there)} THEN '{}' ELSE ARRAY(
      SELECT DISTINCT item FROM unnest(${here}.${list}) AS item WHERE item <> ALL (${there}.${list}) ORDER BY item) END`
const hasMore = (here: string, there: string) =>
  `NOT (${lists.map((list) => holdsAll(list, here, there)).join(' AND ')})`

/** Access that more than one row of a certification has: which of them it is to be compared with, nobody can say. */
const twice = `SELECT ${identity('result').join(', ')} FROM result WHERE certification = $2
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING count(*) > 1`

/** The last decision in the log of each row of a certification: whose it is, and of when. Its index goes this way, backwards. */
const decided = `SELECT DISTINCT ON (result_id) result_id, actor, at FROM result_log
    WHERE certification = $2 AND action = 'DECISION' ORDER BY result_id DESC, seq DESC`

/** As `comparison`, but a row whose access the other one has more than once is there more than once, too. */
const pairs = `SELECT $1::integer AS certification, now.result_id,
    CASE WHEN earlier.result_id IS NULL THEN 'NEW'
      WHEN change.wider AND change.narrower THEN 'WIDER_AND_NARROWER'
      WHEN change.wider THEN 'WIDER' WHEN change.narrower THEN 'NARROWER' ELSE 'SAME' END AS access_change,
    CASE WHEN earlier.result_id IS NULL THEN 'NONE'
      WHEN earlier.decision = 'RESULT_DECISION_NONE' THEN 'OPEN'
      WHEN earlier.decision = 'RESULT_DECISION_REJECTED' AND decided.actor ->> 'user_type' = $3
        AND decided.actor ->> 'id' = $4 THEN 'REJECTED_BY_RULE'
      ELSE substr(earlier.decision, length('RESULT_DECISION_') + 1) END AS last_decision,
    earlier.result_id AS earlier,
    coalesce(${more('effective_permissions', 'now', 'earlier')}, '{}') AS added_permissions,
    coalesce(${more('effective_permissions', 'earlier', 'now')}, '{}') AS removed_permissions,
    coalesce(${more('raw_permissions', 'now', 'earlier')}, '{}') AS added_raw_permissions,
    coalesce(${more('raw_permissions', 'earlier', 'now')}, '{}') AS removed_raw_permissions,
    coalesce(earlier.notes, '') AS last_note,
    CASE WHEN earlier.decision <> 'RESULT_DECISION_NONE' THEN decided.actor END AS last_reviewer,
    CASE WHEN earlier.decision <> 'RESULT_DECISION_NONE' THEN decided.at END AS last_decided_at
  FROM (SELECT ${compared} FROM result WHERE certification = $1) AS now
    LEFT JOIN (SELECT ${compared}, decision, notes FROM result WHERE certification = $2) AS earlier ON ${sameAccess('now', 'earlier')}
    LEFT JOIN (${decided}) AS decided ON decided.result_id = earlier.result_id
    CROSS JOIN LATERAL (SELECT ${hasMore('now', 'earlier')} AS wider, ${hasMore('earlier', 'now')} AS narrower) AS change`

/**
 * What has become of each row of a certification ($1) since another ($2), in the order of the columns of `last_time`; $3 and $4
 * are the server itself, as the log names it. A row whose access the other one has more than once is left out: it is not compared.
 */
export const comparison = `${pairs}
  WHERE NOT EXISTS (SELECT FROM (${twice}) AS twice(a, b, c, d, e, f, g)
    WHERE (a, b, c, d, e, f, g) = (${identity('now').join(', ')}))`

const insert = `INSERT INTO last_time (certification, result_id, access_change, last_decision, earlier,
    added_permissions, removed_permissions, added_raw_permissions, removed_raw_permissions,
    last_note, last_reviewer, last_decided_at)`

/**
 * The certification that a new one is compared with: of those of its workflow that are over at a time, published, not
 * superseded and of all access (without `dynamic_information`), the one that ended last. One that is past its due date is over,
 * also where the job that expires it is still to come.
 */
const previous = `SELECT earlier.number FROM certification AS earlier JOIN certification AS now USING (workflow_id)
  WHERE now.number = $1 AND earlier.number <> now.number AND earlier.published AND earlier.error_reason = ''
    AND earlier.state IN ('CERT_STATE_COMPLETED', 'CERT_STATE_IN_PROGRESS') AND earlier.dynamic_information IS NULL
    AND (earlier.completed_at IS NOT NULL OR earlier.expired_at IS NOT NULL OR earlier.due_ns <= instant_ns($2))
  ORDER BY greatest(instant_ns(earlier.completed_at), instant_ns(earlier.expired_at),
      CASE WHEN earlier.completed_at IS NULL THEN earlier.due_ns END) DESC, earlier.number DESC
  LIMIT 1`

/**
 * Compares the rows of a certification, which have just been inserted, with those of the one before (product N7), and writes
 * down what has become of each; nothing where there is none before. Takes the certification's number, the time, and a client
 * with a transaction open.
 */
export async function compareRows(client: pg.ClientBase, number: number, at: string): Promise<void> {
  const { rows } = await client.query<{ number: number }>(previous, [number, at])
  const [earlier] = rows
  if (!earlier) return
  await client.query('UPDATE certification SET previous = $2 WHERE number = $1', [number, earlier.number])
  // Statistics do not know of rows that this transaction has inserted: each would look for its like among all others, and
  // sorting both by seven texts takes longer than hashing them.
  for (const name of ['enable_nestloop', 'enable_mergejoin']) await client.query(`SET LOCAL ${name} = off`)
  await client.query(`SET LOCAL work_mem = '64MB'`)
  await insertFacts(client, [number, earlier.number, systemUser.user_type, systemUser.id])
  for (const name of ['enable_nestloop', 'enable_mergejoin', 'work_mem'])
    await client.query(`SET LOCAL ${name} TO DEFAULT`)
}

const uniqueViolation = '23505'

/** A file has each access once: only where the table refuses a second row for one it is looked which are there twice. */
async function insertFacts(client: pg.ClientBase, parameters: readonly unknown[]): Promise<void> {
  await client.query('SAVEPOINT before_comparison')
  try {
    await client.query(`${insert} ${pairs}`, [...parameters])
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== uniqueViolation) throw error
    await client.query('ROLLBACK TO SAVEPOINT before_comparison')
    await client.query(`${insert} ${comparison}`, [...parameters])
  }
}
