import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { Certification } from '#contract/reviews/certification.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import type { BulkCertification, BulkStore, OpenBulk } from '../../../reviews/bulk-store.ts'
import { notThere } from '../../../refused.ts'
import type { Store } from '../../database/open.ts'
import type { Schema } from '../../database/schema.ts'
import { nanoseconds } from '#std/instant.ts'
import { takeTime } from '../changes/many-rows.ts'
import { expiredAt, isOverdue } from '../conditions/expired-at.ts'
import { lookForCertification } from '../conditions/find-certification.ts'
import { ownCertification } from '../conditions/visible-rows.ts'
import { withDelegates } from '../people/delegates.ts'
import { resolveReviewers } from '../people/resolve-people.ts'
import { certificationSettings, settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'
import { findStanding, listBulks } from './bulk-list.ts'
import { madeUnder, unlessKeyIsUsed } from './bulk-keys.ts'
import { addBulkRows, createBulk, readBulk, sumUpPreview } from './bulk-rows.ts'
import { chosenRows } from './chosen-rows.ts'
import { countHidden, listBulkRows } from './receipt-rows.ts'
import { keepNewestPreviews } from './remove-previews.ts'
import { cancelBulk, startBulk } from './start-bulk.ts'
import { endRun, readNextRows, writeRows } from './run-rows.ts'

/** The bulk changes of this database. */
export function bulkStore({ db }: Pick<Store, 'db'>, clock: () => Date): BulkStore {
  return {
    async inSnapshot(actor, of, now, work) {
      const made = db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (snapshot) => {
          await takeTime(snapshot)
          return await work(await openOn(snapshot, actor, of, now))
        })
      const result = await unlessKeyIsUsed(made)
      await keepNewestPreviews(db, actor.user)
      return result
    },
    start: (actor, start) => db.transaction().execute((transaction) => startBulk(transaction, actor, start)),
    cancel: (maker, bulk_id, now) =>
      db.transaction().execute((transaction) => cancelBulk(transaction, maker, bulk_id, now)),
    madeUnder: (by, key) => madeUnder(db, by, key),
    certification: (actor, number, now) => readCertification(db, actor, number, now),
    standing: (actor, ref) => findStanding(db, actor, ref),
    list: (actor, listed) => listBulks(db, actor, listed),
    rows: (actor, standing, wanted) => listBulkRows(db, actor, standing, wanted),
    hidden: (actor, standing, kind) => countHidden(db, actor, standing, kind),
    find: (bulk_id, now) => readBulk(db, bulk_id, now),
    nextRows: (maker, bulk_id, now, behind) =>
      readNextRows(db, maker, { bulk_id, behind }, (number) => readCertification(db, maker, number, now)),
    writeRows: (planned) => writeRows(db, clock, planned),
    endRun: (bulk_id, now) => endRun(db, bulk_id, now),
    resolveReviewers: (inputs, field) => resolveReviewers(db, inputs, field),
    withDelegates: (people, mayReview) => withDelegates(db, people, mayReview),
  }
}

async function openOn(
  db: Kysely<Schema>,
  actor: Actor,
  { certification_id, undoes }: { readonly certification_id: string; readonly undoes: string | undefined },
  now: Date,
): Promise<OpenBulk> {
  const visible =
    undoes === undefined
      ? await lookForCertification(db, actor, certification_id)
      : await certificationOf(db, undoes)
  if (!visible) throw notThere()
  return {
    certification: await readCertification(db, actor, visible.number, now),
    chosen: (choice) => chosenRows(db, actor, visible.number, choice),
    create: (bulk) => createBulk(db, actor, visible.number, bulk),
    addRows: (bulk_id, rows) => addBulkRows(db, bulk_id, rows),
    async sumUp(bulk_id) {
      await sumUpPreview(db, bulk_id)
      const bulk = await readBulk(db, bulk_id, now)
      if (!bulk) throw new Error('a bulk change that was just made is not there')
      return bulk
    },
  }
}

/** The certification of a bulk change, of which whoever made that may see no row any more. */
async function certificationOf(db: Kysely<Schema>, bulk_id: string): Promise<{ number: number } | undefined> {
  const { rows } = await sql<{ number: number }>`
    SELECT certification AS number FROM bulk WHERE bulk_id = ${bulk_id}`.execute(db)
  return rows[0]
}

type ReadCertification = Pick<
  Certification,
  'state' | 'published' | 'due_date' | 'expired_at' | 'completed_at' | 'error_reason'
> & {
  readonly rules_version: number
  readonly own: boolean
  readonly overdue: boolean
  readonly stored_settings: StoredSettings | null
}

async function readCertification(
  db: Kysely<Schema>,
  actor: Actor,
  number: number,
  now: Date,
): Promise<BulkCertification> {
  const ns = sql<string>`${nanoseconds(now)}::bigint`
  const own = actor.roles.includes('operator') ? ownCertification(actor) : sql`false`
  const { rows } = await sql<ReadCertification>`SELECT certification.rules_version, certification.state,
      certification.published, certification.due_date, ${expiredAt(ns)} AS expired_at, certification.completed_at,
      certification.error_reason, ${own} AS own, ${isOverdue(ns)} AS overdue, ${certificationSettings} AS stored_settings
    FROM certification WHERE certification.number = ${number}`.execute(db)
  const [row] = rows
  if (!row) throw notThere()
  const stored = row.stored_settings ?? {}
  return {
    number,
    rules_version: row.rules_version,
    phase: phaseOf(row, now.getTime()),
    overdue: row.overdue,
    own: row.own,
    settings: settingsFrom(stored),
    notesAreSet: 'ui_customization_settings' in stored,
  }
}
