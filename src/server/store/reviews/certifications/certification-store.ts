import type { Kysely } from 'kysely'
import type { CertificationStore, OpenCertifications } from '../../../reviews/certification-store.ts'
import type { Store } from '../../database/open.ts'
import type { Schema } from '../../database/schema.ts'
import type { StoreLog } from '../../embedded/start-error.ts'
import { tryToGather } from './gather-rows.ts'
import { announce, takeTime } from '../changes/many-rows.ts'
import { noteMade, usedBefore } from '../../database/operation-keys.ts'
import { countAssignment } from '../assignment/count-assignment.ts'
import { withDelegates } from '../people/delegates.ts'
import { giveRows, nameReviewers, openRows } from '../assignment/give-rows.ts'
import { resolveReviewers } from '../people/resolve-people.ts'
import { getCertification } from './certification-reads.ts'
import { addCertification, planCertification } from './create-certification.ts'
import { listOverdue, lockOverdue, markExpired, rejectOpenRows } from './expiry.ts'
import { addLogEntry, openRowCounts } from './ending.ts'
import { findCertification } from '../conditions/find-certification.ts'
import { lockCertification, waitForCertification } from './lock-certification.ts'
import { addEvent, saveCertification } from './save-certification.ts'
import { unassignedOf } from './standing.ts'
import { changedByPeople, supersede } from './supersede.ts'

/** The certifications of this database, for those who make and run them. */
export function certificationStore(
  { db, database }: Pick<Store, 'db' | 'database'>,
  clock: () => Date,
  log: StoreLog,
): CertificationStore {
  return {
    inTransaction: (work) => db.transaction().execute((transaction) => work(openOn(transaction))),
    listOverdue: (now) => listOverdue(db, now),
    getCertification: (actor, id, now) => getCertification(db, actor, id, now),
    planCertification: (input) => planCertification(db, input),
    countAssignment: (plan) => countAssignment(database, plan),
    gather: (number, first) => void tryToGather(database, number, { clock, log, first }),
  }
}

function openOn(db: Kysely<Schema>): OpenCertifications {
  return {
    find: async (actor, id) => (await findCertification(db, actor, id)).number,
    lock: (actor, number) => lockCertification(db, actor, number),
    waitFor: (number) => waitForCertification(db, number),
    lockOverdue: (number, now) => lockOverdue(db, number, now),
    getCertification: (actor, id, now) => getCertification(db, actor, id, now),
    save: (number, by, update) => saveCertification(db, number, by, update),
    addEvent: (number, kind) => addEvent(db, number, kind),
    openRowCounts: (number) => openRowCounts(db, number),
    addLogEntry: (number, entry) => addLogEntry(db, number, entry),
    unassigned: (number) => unassignedOf(db, number),
    changedByPeople: (number) => changedByPeople(db, number),
    supersede: (number, by) => supersede(db, number, by),
    markExpired: (number, now) => markExpired(db, number, now),
    rejectOpenRows: (number, how) => rejectOpenRows(db, number, how),
    openRows: (number, after) => openRows(db, number, after),
    giveRows: (number, by, changes) => giveRows(db, number, by, changes),
    nameReviewers: (number, people) => nameReviewers(db, number, people),
    takeTime: () => takeTime(db),
    announce: (number, log_seq) => announce(db, number, log_seq),
    planCertification: (input) => planCertification(db, input),
    addCertification: (plan, made) => addCertification(db, plan, made),
    usedBefore: (use) => usedBefore(db, use),
    noteMade: (use, made) => noteMade(db, use, made),
    resolveReviewers: (inputs, field) => resolveReviewers(db, inputs, field),
    withDelegates: (people, mayReview) => withDelegates(db, people, mayReview),
  }
}
