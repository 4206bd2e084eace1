import { type Kysely, sql } from 'kysely'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import type { WorkflowUser } from '#contract/people.ts'
import type { CertificationRow } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import { changedByPeople } from './supersede.ts'

type Db = Kysely<Schema>
type Named = { readonly workflow: string; readonly name: string }

/** A certification that an import made, of all that it took. */
export type ImportedCertification = {
  readonly certification_id: string
  readonly number: number
  readonly snapshot_id: string
  /** How many rows it was made with. */
  readonly rows: number
  /** How many lines of its file were rejected. */
  readonly rejected: number
  readonly published: boolean
  /** Those of every row. */
  readonly reviewers: readonly WorkflowUser[]
  /** Whether it is a draft because lines of its file were rejected. */
  readonly held: boolean
  /** Whether it is a draft because nobody reviews some of its rows. */
  readonly heldUnassigned: boolean
  /** RFC 3339 in UTC. */
  readonly due_date: string | null
  readonly due_ns: string | null
}

const isUnassigned = sql<boolean>`(held_unassigned AND NOT published AND state <> 'CERT_STATE_SUPERSEDED')`
const isHeld = sql<boolean>`(held_back AND NOT published AND state <> 'CERT_STATE_SUPERSEDED')`

/**
 * The certification that an import made of a file with the same bytes, for the same workflow and under the same name. It
 * is the first one of its snapshot, being made together with it; those that people make of the snapshot later may have
 * only some of its rows, and are none.
 */
export async function importedBefore(
  db: Db,
  { workflow, name }: Named,
  sha256: string,
): Promise<ImportedCertification | undefined> {
  const { rows } = await sql<ImportedCertification>`
    SELECT certification_id, certification.number, snapshot_id, snapshot.rows, run.rejected::integer AS rejected,
      published, reviewers, due_date, due_ns, ${isHeld} AS held, ${isUnassigned} AS "heldUnassigned"
    FROM import_run AS run JOIN snapshot ON snapshot.import_id = run.id JOIN certification USING (snapshot_id)
    JOIN workflow ON workflow.workflow_id = certification.workflow_id
    WHERE run.kind = 'certification' AND run.sha256 = ${sha256} AND workflow.name = ${workflow}
      AND certification.name = ${name} AND state <> 'CERT_STATE_SUPERSEDED'
      AND certification.number = (SELECT min(number) FROM certification AS made
        WHERE made.snapshot_id = snapshot.snapshot_id)
    ORDER BY certification.number LIMIT 1`.execute(db)
  return rows[0]
}

/** The draft of that workflow and name that stands because lines of its file were rejected. */
export async function heldDraft(db: Db, { workflow, name }: Named): Promise<string | undefined> {
  const { rows } = await sql<{ certification_id: string }>`
    SELECT certification_id FROM certification JOIN workflow USING (workflow_id)
    WHERE workflow.name = ${workflow} AND certification.name = ${name} AND ${isHeld} ORDER BY number LIMIT 1`.execute(
    db,
  )
  return rows[0]?.certification_id
}

/** What is known of a certification that another one is to replace; the due date in RFC 3339 and in nanoseconds since 1970. */
export type Replaced = Pick<CertificationRow, 'due_date' | 'due_ns'> & { readonly number: number }

/** The certification that another one is to replace, locked until the transaction ends, or why it cannot be. */
export async function lockReplaced(
  db: Db,
  certification_id: string,
  workflow: string,
): Promise<Replaced | string> {
  const { rows } = await sql<CertificationRow & { readonly number: number }>`SELECT certification.*
    FROM certification JOIN workflow USING (workflow_id)
    WHERE certification_id = ${certification_id} AND workflow.name = ${workflow}
    FOR NO KEY UPDATE OF certification`.execute(db)
  const [certification] = rows
  if (!certification) return 'There is no certification of that id in this workflow.'
  const phase = phaseOf(certification, Date.now())
  if (phase !== 'draft' && phase !== 'failed' && certification.total_result_count > 0)
    return 'Only a draft, or a review without rows, can be replaced.'
  if (phase === 'searching') return 'Its rows are still being gathered.'
  if (phase === 'superseded') return 'It is superseded already.'
  const { due_date, due_ns } = certification
  return (
    (await changedByPeople(db, certification.number)) ?? { number: certification.number, due_date, due_ns }
  )
}

/** Publishes a draft that was held back, and whose due date is still to come. */
export async function publishHeld(db: Db, number: number, by: WorkflowUser, now: Date): Promise<void> {
  await sql`UPDATE certification SET published = true, updated_at = ${now.toISOString()},
      updated_by = ${JSON.stringify(by)}::jsonb, rules_version = rules_version + 1
    WHERE number = ${number}`.execute(db)
  await sql`INSERT INTO outbox_event (certification, kind) VALUES (${number}, 'certification_published')`.execute(
    db,
  )
}

type ImportNote = {
  readonly held_back: boolean
  readonly held_unassigned: boolean
  readonly replaces: string | undefined
}

/** Notes at a certification what its import says of it besides what every certification has. */
export async function noteImport(db: Db, number: number, { replaces, ...held }: ImportNote): Promise<void> {
  await db
    .updateTable('certification')
    .set({ ...held, replaces: replaces ?? null })
    .where('number', '=', number)
    .execute()
}
