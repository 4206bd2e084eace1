import { type Kysely, sql } from 'kysely'
import type { Certification, CertificationChange } from '#contract/certification.ts'
import type { Actor } from '#contract/permissions.ts'
import { refused } from '../../refused.ts'
import type { Reviews } from '../../reviews.ts'
import type { StoreLog } from '../embedded/log.ts'
import type { Store } from '../open.ts'
import type { Schema } from '../schema.ts'
import { getCertification } from './certification-reads.ts'
import { countAssignment } from './count-assignment.ts'
import { createCertification, planCertification } from './create-certification.ts'
import { dueColumns } from './due-date.ts'
import { refuseDoubts } from './publish-doubts.ts'
import { notThere } from './find-certification.ts'
import { tryToGather } from './gather-rows.ts'
import { replaceReviewers } from './replace-reviewers.ts'
import { type Locked, lockToRun } from './run-rules.ts'
import { changedByPeople, supersede } from './supersede.ts'

type Db = Kysely<Schema>
type Lifecycle = Pick<
  Reviews,
  | 'createCertification'
  | 'checkCertification'
  | 'updateCertification'
  | 'publishCertification'
  | 'completeCertification'
  | 'deleteCertification'
>

/** Creating and running certifications (veza-api B.4, B.21) on this database. Rows come in after the answer. */
export function reviewLifecycle(
  store: Pick<Store, 'db' | 'database'>,
  clock: () => Date,
  log: StoreLog,
): Lifecycle {
  const { db, database } = store
  const now = () => clock().toISOString()
  const run = async (
    actor: Actor,
    id: string,
    work: (transaction: Db) => Promise<void>,
  ): Promise<Certification> => {
    await db.transaction().execute(work)
    const certification = await getCertification(db, actor, id)
    if (!certification) throw notThere()
    return certification
  }
  return {
    createCertification: async ({ user }, input) => {
      const plan = await planCertification(db, input)
      const { unassigned } = await countAssignment(database, plan)
      const { certification_id, number } = await createCertification(db, user, plan, clock())
      void tryToGather(database, number, clock, log)
      return { certification_id, unassigned_count: unassigned }
    },
    checkCertification: async (input) => await countAssignment(database, await planCertification(db, input)),
    updateCertification: (actor, id, change) =>
      run(actor, id, async (transaction) => {
        const locked = await lockToRun(transaction, id, { actor, action: 'edit', now: clock() })
        if (change.reviewers)
          await replaceReviewers(transaction, { actor, now: clock() }, locked, change.reviewers)
        await save(transaction, { actor, at: now() }, locked, {
          ...columnsOf(change, locked, clock()),
          changed_by_people: true,
        })
      }),
    publishCertification: (actor, id, confirmed) =>
      run(actor, id, async (transaction) => {
        const locked = await lockToRun(transaction, id, { actor, action: 'publish', now: clock() })
        await refuseDoubts(transaction, locked, confirmed)
        await save(transaction, { actor, at: now() }, locked, { published: true })
        await tell(transaction, locked, 'certification_published')
      }),
    completeCertification: (actor, id) =>
      run(actor, id, async (transaction) => {
        const locked = await lockToRun(transaction, id, { actor, action: 'complete', now: clock() })
        const done = {
          state: 'CERT_STATE_COMPLETED',
          completed_at: now(),
          completed_by: JSON.stringify(actor.user),
        }
        await save(transaction, { actor, at: now() }, locked, done)
        await tell(transaction, locked, 'certification_completed')
      }),
    deleteCertification: (actor, id) =>
      db.transaction().execute(async (transaction) => {
        const { number } = await lockToRun(transaction, id, { actor, action: 'delete', now: clock() })
        const changed = await changedByPeople(transaction, number)
        if (changed) throw refused('FailedPrecondition', changed)
        await supersede(transaction, number, { by: actor.user, at: now(), replaced_by: undefined })
      }),
  }
}

type Columns = Readonly<Record<string, unknown>>

/** Only what was given changes. Who moves the due date of an expired certification into the future opens it again. */
function columnsOf(
  { name, notes, due_date }: CertificationChange,
  { expired_at }: Locked,
  now: Date,
): Columns {
  const due = due_date === undefined ? undefined : dueColumns(due_date)
  const reopened =
    due && expired_at !== null && (due.due_ns === null || BigInt(due.due_ns) > nanoseconds(now))
  return {
    ...(name !== undefined && { name }),
    ...(notes !== undefined && { notes }),
    ...due,
    ...(reopened && { expired_at: null }),
  }
}

function nanoseconds(moment: Date): bigint {
  return BigInt(moment.getTime()) * 1_000_000n
}

type Saving = { readonly actor: Actor; readonly at: string }

async function save(db: Db, { actor, at }: Saving, { number }: Locked, columns: Columns): Promise<void> {
  await db
    .updateTable('certification')
    .set({
      ...columns,
      updated_at: at,
      updated_by: sql`${JSON.stringify(actor.user)}::jsonb`,
      rules_version: sql`rules_version + 1`,
    })
    .where('number', '=', number)
    .execute()
}

async function tell(db: Db, { number }: Locked, kind: string): Promise<void> {
  await sql`INSERT INTO outbox_event (certification, kind) VALUES (${number}, ${kind})`.execute(db)
}
