import { sameUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import { type Bulk, BulkChange } from '#contract/reviews/bulk.ts'
import { isBlank } from '#contract/text.ts'
import { invalid, notThere, refused } from '../refused.ts'
import { stepsOf } from '../rules/change-steps.ts'
import { beyondKey, mayNotRead } from '../rules/key-scopes.ts'
import { undoesByForce } from '../rules/plan-in-bulk.ts'
import type { RowChoice } from './bulk-store.ts'
import { type Needs, onceUnderKey, type PreviewKey } from './preview-bulk.ts'

/** Why, which sign-offs ask for, and what throws where a fresh proof is missing. */
export type UndoneBy = {
  readonly reason: string | undefined
  readonly requireFreshProof: () => void
  readonly key?: PreviewKey | undefined
}

/**
 * Previews taking a bulk change back: of the rows that it has changed, those that nobody has touched since and that the actor may
 * bring back go back to how they stood; changes none. Throws `Refused`: NotFound for who has not made it, but for an admin who
 * undoes sign-offs, which takes a fresh proof and a reason; FailedPrecondition for one that has not run, or is an undo itself.
 */
export async function undoBulk(
  needs: Needs,
  actor: Actor,
  bulk: Bulk,
  { reason, requireFreshProof, key }: UndoneBy,
): Promise<Bulk> {
  const { bulk_id: undoes, certification_id } = bulk
  const { change, steps } = stepsIn(bulk)
  const forced = undoesByForce({ steps, undoes })
  if (!sameUser(bulk.made_by, actor.user) && !(forced && actor.roles.includes('admin'))) throw notThere()
  refuseUnfit(bulk)
  if (forced) {
    if (!actor.roles.includes('admin'))
      throw refused('PermissionDenied', 'Sign-offs are undone by an admin, who says why.')
    requireFreshProof()
    if (isBlank(reason ?? '')) throw invalid('reason', 'must say why the sign-offs are undone')
  }
  const beyond = beyondKey(actor, steps, forced) ?? mayNotRead(actor)
  if (beyond) throw beyond
  const input = { choice: {}, change, also_decided: true, reason: reason ?? bulk.reason }
  const choice = undoneRows(undoes)
  return await onceUnderKey(needs, actor, {
    certification_id,
    input,
    choice,
    steps,
    people: undefined,
    undoes,
    key,
  })
}

function stepsIn(bulk: Bulk) {
  const change = BulkChange.parse(bulk.change)
  return { change, steps: stepsOf({ result_id: 0, ...change }, false) }
}

/** Whether to run this takes a fresh proof: it undoes sign-offs. */
export function requiresProof(bulk: Bulk): boolean {
  return undoesByForce({ ...stepsIn(bulk), undoes: bulk.undoes ?? undefined })
}

/** The rows that a bulk change has changed. */
export function undoneRows(undoes: string): RowChoice {
  return { filter: undefined, mutable_filter: undefined, ids: undefined, except: new Set(), undoes }
}

function refuseUnfit({ state, undoes, started_at }: Bulk): void {
  if (undoes !== null)
    throw refused(
      'FailedPrecondition',
      'This undoes another change, and cannot be undone itself. Change the rows anew.',
    )
  if (state === 'RUNNING')
    throw refused('FailedPrecondition', 'This still runs. Stop it, or wait until it is over.')
  if (started_at === null)
    throw refused('FailedPrecondition', 'This was never run: there is nothing to undo.')
}
