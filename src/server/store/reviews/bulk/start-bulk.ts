import { type Kysely, sql } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { BulkDifference } from '#contract/reviews/bulk.ts'
import type { BulkStart, RowChoice } from '../../../reviews/bulk-store.ts'
import { notThere, refused } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { addJob } from '../../jobs/job-rows.ts'
import { bulkJob } from '../../jobs/queue.ts'
import { takeTime } from '../changes/many-rows.ts'
import { waitForCertification } from '../certifications/lock-certification.ts'
import { frozenState, viaOf } from './bulk-rows.ts'
import { chosen } from './chosen-rows.ts'

type Db = Kysely<Schema>

/** Starts a previewed bulk change of the actor (`BulkStore.start`), in a transaction. */
export async function startBulk(
  db: Db,
  actor: Actor,
  { bulk_id, choice, now, unchangedOnly }: BulkStart,
): Promise<BulkDifference | undefined> {
  await takeTime(db)
  const preview = await lockPreview(db, actor.user, bulk_id, now)
  if (preview === 'started') return undefined
  const { certification, rules_version } = preview
  await waitForCertification(db, certification)
  const difference = await compare(db, actor, { bulk_id, certification, rules_version, choice })
  const { rules, joined, gone, changed } = difference
  const isSame = !rules && joined + gone + changed === 0
  if (!isSame && (!unchangedOnly || rules)) return difference
  if (!isSame)
    await sql`UPDATE bulk_row SET outcome = 'CONFLICT'
      WHERE bulk_id = ${bulk_id} AND left_out IS NULL AND NOT EXISTS (SELECT FROM (${nowOf(actor, certification, choice)}) AS now
        WHERE now.result_id = bulk_row.result_id AND now.state = bulk_row.before)`.execute(db)
  const via = viaOf(actor)
  const job_id = await addJob(db, { kind: bulkJob, maker: actor.user, input: { bulk_id, via } })
  await sql`UPDATE bulk SET state = 'RUNNING', via = ${via}, started_at = ${now}, job_id = ${job_id} WHERE bulk_id = ${bulk_id}`.execute(
    db,
  )
  return undefined
}

type Preview = { readonly certification: number; readonly rules_version: number }

/** A press that is repeated, since nobody heard the answer, finds it started. */
async function lockPreview(
  db: Db,
  { user_type, id }: UserKey,
  bulk_id: string,
  now: Date,
): Promise<Preview | 'started'> {
  const { rows } = await sql<Preview & { state: string; started: boolean; over: boolean }>`
    SELECT certification, rules_version, state, started_at IS NOT NULL AS started, expires_at <= ${now} AS over FROM bulk
    WHERE bulk_id = ${bulk_id} AND maker_type = ${user_type} AND maker_id = ${id} FOR UPDATE`.execute(db)
  const [row] = rows
  if (!row) throw notThere()
  if (row.started) return 'started'
  if (row.state !== 'PREVIEWED')
    throw refused('FailedPrecondition', 'This preview was cancelled: make a new one.')
  if (row.over) throw refused('FailedPrecondition', 'This preview is older than 30 minutes: make a new one.')
  return row
}

type Compared = {
  readonly bulk_id: string
  readonly certification: number
  readonly rules_version: number
  readonly choice: RowChoice
}

async function compare(
  db: Db,
  actor: Actor,
  { bulk_id, certification, rules_version, choice }: Compared,
): Promise<BulkDifference> {
  const { rows } = await sql<BulkDifference>`
    SELECT (SELECT rules_version <> ${rules_version} FROM certification WHERE number = ${certification}) AS rules,
      count(*) FILTER (WHERE frozen.result_id IS NULL AND ${choice.undoes === undefined})::integer AS joined,
      count(*) FILTER (WHERE now.result_id IS NULL)::integer AS gone,
      count(*) FILTER (WHERE now.state <> frozen.before)::integer AS changed,
      count(*) FILTER (WHERE now.state = frozen.before AND frozen.left_out IS NULL)::integer AS unchanged
    FROM (${nowOf(actor, certification, choice)}) AS now
    FULL JOIN (SELECT * FROM bulk_row WHERE bulk_id = ${bulk_id} ${choice.undoes === undefined ? sql`` : toChange}) AS frozen ON frozen.result_id = now.result_id`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('a count gave no row')
  return row
}

/** Of an undo only these rows can differ: what has been touched never was to be changed, and stays so. */
const toChange = sql`AND left_out IS NULL`

/** The rows of a choice, each with what a preview shows of it, as they are now; of a row that an undo does not find untouched no state. */
function nowOf(actor: Actor, number: number, choice: RowChoice) {
  const untouched = sql`CASE WHEN result.version = undone.version THEN ${frozenState} ELSE '{}' END`
  return sql`SELECT result.result_id, ${choice.undoes === undefined ? frozenState : untouched} AS state
    ${chosen(actor, number, choice)}`
}

/** Cancels a bulk change of the actor: what still waits is not changed. Does nothing to one that is over. Throws `Refused` NotFound. */
export async function cancelBulk(db: Db, maker: UserKey, bulk_id: string, now: Date): Promise<void> {
  const { rows } = await sql<{ state: string }>`SELECT state FROM bulk WHERE bulk_id = ${bulk_id}
    AND maker_type = ${maker.user_type} AND maker_id = ${maker.id} FOR UPDATE`.execute(db)
  const [row] = rows
  if (!row) throw notThere()
  if (row.state !== 'PREVIEWED' && row.state !== 'RUNNING') return
  await sql`UPDATE bulk_row SET outcome = 'NOT_RUN'
    WHERE bulk_id = ${bulk_id} AND left_out IS NULL AND outcome IS NULL`.execute(db)
  await sql`UPDATE bulk SET state = 'CANCELLED', ended_at = ${now} WHERE bulk_id = ${bulk_id}`.execute(db)
}
