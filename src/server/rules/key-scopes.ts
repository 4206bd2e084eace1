import type { Actor, Scope } from '#contract/permissions.ts'
import { type Refused, refused } from '../refused.ts'
import type { Step } from './change-steps.ts'

/**
 * The refusal of a change that a key is not made for, or undefined: reassigning takes `reviews:assign`, marking as fixed
 * `reviews:fix`, everything else `reviews:decide`, and anything that is forced `reviews:force` (security 4.4). The page's
 * session has no such limits.
 */
export function beyondKey(actor: Actor, steps: readonly Step[], forced: boolean): Refused | undefined {
  if (actor.via !== 'key') return undefined
  const needed = forced ? (['reviews:force'] as const) : steps.map(scopeOf)
  const missing = needed.find((scope) => !actor.scopes.includes(scope))
  return missing && refused('PermissionDenied', `This change takes a key with the scope ${missing}.`)
}

/** The refusal of a preview, which tells of rows, to a key that may read none. */
export function mayNotRead(actor: Actor): Refused | undefined {
  if (actor.via !== 'key' || actor.scopes.includes('reviews:read')) return undefined
  return refused('PermissionDenied', 'A preview takes a key with the scope reviews:read too.')
}

function scopeOf(step: Step): Scope {
  if (step.kind === 'reassign' || step.kind === 'unassign') return 'reviews:assign'
  return step.kind === 'decision' && step.decision === 'RESULT_DECISION_FIXED'
    ? 'reviews:fix'
    : 'reviews:decide'
}
