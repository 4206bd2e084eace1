import { type CertificationAction, mayRun } from '#contract/reviews/certification-rules.ts'
import { type Actor, holds } from '#contract/permissions.ts'
import { phaseOf, type ReviewPhase } from '#contract/reviews/review-phase.ts'
import { Refused, refused } from '../refused.ts'
import type { OpenCertifications, StoredCertification } from './certification-store.ts'
import { expire } from './expire.ts'

/** A certification that is locked until the transaction ends, and its phase. */
export type Locked = StoredCertification & {
  readonly phase: ReviewPhase
  /** The time of the lock. Nobody else changes the certification from then until the transaction ends. */
  readonly now: Date
}

/** Who wants to do what to a certification. */
export type Wish = {
  readonly actor: Actor
  readonly action: CertificationAction
  readonly clock: () => Date
  /** The version of the certification that the actor saw; undefined where they do not say. */
  readonly version?: number | undefined
}

/**
 * Locks a certification for an action on the whole of it, expires it if it is overdue, and asks the rules. Returns
 * `Refused` where the action may not be done: PermissionDenied or FailedPrecondition in the rules' words, or
 * PreconditionFailed where the actor saw another version, with `{value: Certification}` as `current` if they may read
 * it. It returns that instead of throwing, so that the expiry is kept. Throws `Refused` NotFound for a certification
 * that the actor does not see.
 */
export async function lockToRun(
  open: OpenCertifications,
  certification_id: string,
  { actor, action, clock, version }: Wish,
): Promise<Locked | Refused> {
  const number = await open.find(actor, certification_id)
  const before = await open.lock(actor, number)
  const now = clock()
  const row = (await expire(open, number, now)) ? await open.lock(actor, number) : before
  const phase = phaseOf(row, now.getTime())
  const verdict = mayRun(action, {
    phase,
    roles: actor.roles,
    own: row.own,
    counts: {
      total_result_count: row.total_result_count,
      total_complete_count: row.total_accepted_count + row.total_rejected_count + row.total_fixed_count,
      total_signed_off_count: row.total_signed_off_count,
    },
    settings: row.settings,
  })
  if (verdict?.code === 'PermissionDenied') return refused(verdict.code, verdict.message)
  // That it has expired they could see before; not what that did to its rows.
  const current = row.log_seq === before.log_seq ? before.rules_version : row.rules_version
  if (version !== undefined && version !== current) return await stale(open, actor, certification_id, now)
  if (verdict) return refused(verdict.code, verdict.message)
  return { ...row, phase, now }
}

/** `current` is `{value: Certification}`; it is left out for a key that may not read. */
async function stale(
  open: Pick<OpenCertifications, 'getCertification'>,
  actor: Actor,
  certification_id: string,
  now: Date,
): Promise<Refused> {
  const code = 'PreconditionFailed'
  const message =
    'This certification has been changed since you read it. Nothing was done; open it again to see how it is now.'
  // Whoever may run a certification need not be allowed to read it: keys are made for one without the other.
  if (!holds(actor, 'reviews:read')) return refused(code, message)
  const value = await open.getCertification(actor, certification_id, now)
  return new Refused({ code, message, current: { value } })
}
