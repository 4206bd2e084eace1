import type { Actor } from '#contract/permissions.ts'
import type { Certification, CertificationChange } from '#contract/reviews/certification.ts'
import { notThere, Refused, refused } from '../refused.ts'
import { type DueColumns, dueColumns, refusePastDue } from '../rules/due-date.ts'
import type { CertificationStore, CertificationUpdate, OpenCertifications } from './certification-store.ts'
import { createOnce } from './create-certification.ts'
import { expireOverdue } from './expire.ts'
import { end } from './end-certification.ts'
import { type Locked, lockToRun, type Wish } from './lock-to-run.ts'
import { refuseDoubts } from './publish-doubts.ts'
import { replaceReviewers } from './replace-reviewers.ts'
import type { Reviews } from './reviews.ts'

type CertificationRuns = Pick<
  Reviews,
  | 'createCertification'
  | 'checkCertification'
  | 'updateCertification'
  | 'publishCertification'
  | 'endCertification'
  | 'completeCertification'
  | 'deleteCertification'
>

/** The use cases that create certifications and run them (veza-api B.4, B.21). Rows are gathered after the answer. */
export function certificationRuns(store: CertificationStore, clock: () => Date): CertificationRuns {
  const change = async (
    id: string,
    wish: Omit<Wish, 'clock'>,
    work: (open: OpenCertifications, locked: Locked) => Promise<void>,
  ): Promise<void> => {
    const refusal = await store.inTransaction(async (open) => {
      const locked = await lockToRun(open, id, { ...wish, clock })
      if (locked instanceof Refused) return locked
      await work(open, locked)
      return undefined
    })
    if (refusal) throw refusal
  }
  const run = async (...[id, wish, work]: Parameters<typeof change>): Promise<Certification> => {
    await change(id, wish, work)
    const certification = await store.getCertification(wish.actor, id, clock())
    if (!certification) throw notThere()
    return certification
  }
  return {
    createCertification: async (actor, input, on) => {
      const { number, ...made } = await createOnce(store, actor, { input, on, now: clock() })
      if (number !== undefined) store.gather(number, () => expireOverdue(store, clock()))
      return made
    },
    checkCertification: async (input) => await store.countAssignment(await store.planCertification(input)),
    updateCertification: (actor, id, change, on) =>
      run(id, { actor, action: 'edit', ...on }, (open, locked) => edit(open, locked, actor, change)),
    publishCertification: (actor, id, confirmed, on) =>
      run(id, { actor, action: 'publish', ...on }, async (open, locked) => {
        refusePastDue(locked, locked.now)
        await refuseDoubts(open, locked, confirmed)
        await open.save(locked.number, { actor, now: locked.now }, { published: true })
        await open.addEvent(locked.number, 'certification_published')
      }),
    endCertification: (actor, id, input, on) =>
      run(id, { actor, action: 'end', ...on }, (open, locked) => end(open, locked, actor, input)),
    completeCertification: (actor, id, on) =>
      run(id, { actor, action: 'complete', ...on }, async (open, { number, now }) => {
        const state = 'CERT_STATE_COMPLETED'
        const completed_at = now.toISOString()
        await open.save(number, { actor, now }, { state, completed_at, completed_by: actor.user })
        await open.addEvent(number, 'certification_completed')
      }),
    deleteCertification: (actor, id, on) =>
      change(id, { actor, action: 'delete', ...on }, async (open, { number, now }) => {
        const changed = await open.changedByPeople(number)
        if (changed) throw refused('FailedPrecondition', changed)
        await open.supersede(number, { by: actor.user, at: now.toISOString(), replaced_by: undefined })
      }),
  }
}

async function edit(
  open: OpenCertifications,
  locked: Locked,
  actor: Actor,
  change: CertificationChange,
): Promise<void> {
  const due = change.due_date === undefined ? undefined : dueColumns(change.due_date, locked.now)
  const reopened = due ? reopen(locked, due) : locked
  const columns = { ...columnsOf(change), ...due }
  const hasOtherReviewers =
    change.reviewers !== undefined &&
    (await replaceReviewers(open, actor, reopened, {
      inputs: change.reviewers,
      confirmed: change.confirm ?? [],
    }))
  await open.save(
    locked.number,
    { actor, now: locked.now },
    {
      ...columns,
      ...(due && { expired_at: reopened.expired_at }),
      changed_by_people: locked.changed_by_people || hasOtherReviewers || differs(locked, columns),
    },
  )
}

/** Only what was given changes. */
function columnsOf({ name, notes }: CertificationChange): Pick<CertificationUpdate, 'name' | 'notes'> {
  return { ...(name !== undefined && { name }), ...(notes !== undefined && { notes }) }
}

/** Whether a column would hold something else than it does. */
function differs(locked: Locked, columns: CertificationUpdate): boolean {
  const before: Readonly<Record<string, unknown>> = locked
  return Object.entries(columns).some(([name, value]) => before[name] !== value)
}

/** A certification with another due date, which is still to come: it is not expired any more. */
function reopen(locked: Locked, due: DueColumns): Locked {
  const phase = locked.phase === 'expired, in grace' ? 'in progress' : locked.phase
  return { ...locked, ...due, expired_at: null, phase }
}
