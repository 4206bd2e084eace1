import { type Kysely, sql } from 'kysely'
import type { Certification, CertificationChange } from '#contract/reviews/certification.ts'
import type { Actor } from '#contract/permissions.ts'
import { notThere, Refused, refused } from '../../../refused.ts'
import type { Reviews } from '../../../reviews/reviews.ts'
import type { StoreLog } from '../../embedded/log.ts'
import type { Store } from '../../database/open.ts'
import type { Schema } from '../../database/schema.ts'
import { getCertification } from './certification-reads.ts'
import { countAssignment } from '../people/count-assignment.ts'
import { createOnce } from './create-once.ts'
import { planCertification } from './create-certification.ts'
import { type DueColumns, dueColumns, refusePastDue } from './due-date.ts'
import { refuseDoubts } from './publish-doubts.ts'
import { tryToGather } from '../access/gather-rows.ts'
import { replaceReviewers } from '../people/replace-reviewers.ts'
import { type Locked, lockToRun, type Wish } from './run-rules.ts'
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
  const change = async (
    id: string,
    wish: Omit<Wish, 'clock'>,
    work: (transaction: Db, locked: Locked) => Promise<void>,
  ): Promise<void> => {
    const refusal = await db.transaction().execute(async (transaction) => {
      const locked = await lockToRun(transaction, id, { ...wish, clock })
      if (locked instanceof Refused) return locked
      await work(transaction, locked)
      return undefined
    })
    if (refusal) throw refusal
  }
  const run = async (...[id, wish, work]: Parameters<typeof change>): Promise<Certification> => {
    await change(id, wish, work)
    const certification = await getCertification(db, wish.actor, id, clock())
    if (!certification) throw notThere()
    return certification
  }
  return {
    createCertification: async (actor, input, on) => {
      const { number, ...made } = await createOnce(store, actor, { input, on, now: clock() })
      if (number !== undefined) void tryToGather(database, number, clock, log)
      return made
    },
    checkCertification: async (input) => await countAssignment(database, await planCertification(db, input)),
    updateCertification: (actor, id, given, on) =>
      run(id, { actor, action: 'edit', ...on }, async (transaction, locked) => {
        const due = given.due_date === undefined ? undefined : dueColumns(given.due_date, locked.now)
        const open = due ? reopened(locked, due) : locked
        const columns = { ...columnsOf(given), ...due }
        const others =
          given.reviewers !== undefined && (await replaceReviewers(transaction, actor, open, given.reviewers))
        await save(transaction, actor, locked, {
          ...columns,
          ...(due && { expired_at: open.expired_at }),
          changed_by_people: locked.changed_by_people || others || differs(locked, columns),
        })
      }),
    publishCertification: (actor, id, confirmed, on) =>
      run(id, { actor, action: 'publish', ...on }, async (transaction, locked) => {
        refusePastDue(locked, locked.now)
        await refuseDoubts(transaction, locked, confirmed)
        await save(transaction, actor, locked, { published: true })
        await tell(transaction, locked, 'certification_published')
      }),
    completeCertification: (actor, id, on) =>
      run(id, { actor, action: 'complete', ...on }, async (transaction, locked) => {
        const done = {
          state: 'CERT_STATE_COMPLETED',
          completed_at: locked.now.toISOString(),
          completed_by: JSON.stringify(actor.user),
        }
        await save(transaction, actor, locked, done)
        await tell(transaction, locked, 'certification_completed')
      }),
    deleteCertification: (actor, id, on) =>
      change(id, { actor, action: 'delete', ...on }, async (transaction, { number, now }) => {
        const changed = await changedByPeople(transaction, number)
        if (changed) throw refused('FailedPrecondition', changed)
        await supersede(transaction, number, {
          by: actor.user,
          at: now.toISOString(),
          replaced_by: undefined,
        })
      }),
  }
}

type Columns = Readonly<Record<string, unknown>>

/** Only what was given changes. */
function columnsOf({ name, notes }: CertificationChange): Columns {
  return { ...(name !== undefined && { name }), ...(notes !== undefined && { notes }) }
}

/** Whether a column would hold something else than it does. */
function differs(locked: Locked, columns: Columns): boolean {
  const before: Columns = locked
  return Object.entries(columns).some(([name, value]) => before[name] !== value)
}

/** A certification with another due date, which is still to come: it is not expired any more. */
function reopened(locked: Locked, due: DueColumns): Locked {
  const phase = locked.phase === 'expired, in grace' ? 'in progress' : locked.phase
  return { ...locked, ...due, expired_at: null, phase }
}

async function save(db: Db, actor: Actor, { number, now }: Locked, columns: Columns): Promise<void> {
  await db
    .updateTable('certification')
    .set({
      ...columns,
      updated_at: now.toISOString(),
      updated_by: sql`${JSON.stringify(actor.user)}::jsonb`,
      rules_version: sql`rules_version + 1`,
    })
    .where('number', '=', number)
    .execute()
}

async function tell(db: Db, { number }: Locked, kind: string): Promise<void> {
  await sql`INSERT INTO outbox_event (certification, kind) VALUES (${number}, ${kind})`.execute(db)
}
