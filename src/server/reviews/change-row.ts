import type { Actor } from '#contract/permissions.ts'
import type { ForcedChange, ResultChange } from '#contract/reviews/result.ts'
import { notThere, refused } from '../refused.ts'
import { planChange, type Plan, verdictOn } from '../rules/change-plan.ts'
import { type Step, stepsOf } from '../rules/change-steps.ts'
import { beyondKey } from '../rules/key-scopes.ts'
import { neededNote } from '../rules/needed-note.ts'
import { newReviewers } from './new-reviewers.ts'
import { replay } from './replay.ts'
import type { Changed, ChangeConditions, Reviews } from './reviews.ts'
import { reportWebhook } from './report-webhook.ts'
import type { RowStore, RuleInput } from './row-store.ts'
import { staleChange } from './stale-change.ts'
import { untilUndisturbed } from './until-undisturbed.ts'

type RowChanges = Pick<Reviews, 'updateResult' | 'forceUpdateResult' | 'updateWebhookInfo'>

/** A change of a row as it was sent, with what it asks for. */
type Request = {
  readonly actor: Actor
  readonly certification_id: string
  readonly change: ResultChange | ForcedChange
  readonly steps: readonly Step[]
  readonly forced: boolean
  readonly on: ChangeConditions
}

type Needs = {
  readonly rows: RowStore
  /** Brings about what the due time of a certification, named by its number, brings. */
  readonly expireFirst: (number: number, now: Date) => Promise<void>
  readonly clock: () => Date
}

/** The use cases that change a row (veza-api B.7, B.8, B.10): read it and what the rules need, apply them, write it. */
export function rowChanges(needs: Needs): RowChanges {
  const change = async (sent: Omit<Request, 'steps'>) => {
    const request: Request = { ...sent, steps: stepsOf(sent.change, sent.forced) }
    const beyond = beyondKey(request.actor, request.steps, request.forced)
    if (beyond) throw beyond
    return await untilUndisturbed(() => attempt(needs, needs.clock(), request))
  }
  return {
    updateResult: (actor, certification_id, value, on) =>
      change({ actor, certification_id, change: value, on, forced: false }),
    forceUpdateResult: (actor, certification_id, value, on) =>
      change({ actor, certification_id, change: value, on, forced: true }),
    updateWebhookInfo: (actor, certification_id, info) =>
      reportWebhook(needs.rows, needs.clock, { actor, certification_id, info }),
  }
}

/**
 * Undefined when something else changed between the read and the write, be it what the due time brings: what was read is
 * then no ground for anything.
 */
async function attempt(
  { rows, expireFirst }: Needs,
  now: Date,
  request: Request,
): Promise<Changed | undefined> {
  const { actor, on, certification_id, steps } = request
  const { result_id } = request.change
  const target = { certification_id, result_id, key: on.key, entries: steps.length }
  const { earlier, input } = await rows.readRuleInput(actor, target, now)
  if (earlier) return replay(earlier, on)
  if (!input) throw notThere()
  if (input.overdue) {
    await expireFirst(input.number, now)
    return undefined
  }
  await refuse(rows, request, input)
  const plan = await plannedFor(rows, request, input)
  if (plan.entries.length === 0) return { version: input.version, replayed: false }
  const { key, fingerprint } = on
  const untilDue = countsUntilDue(request, input)
  const done = await rows.writeChange(actor, input, { plan, untilDue, key, fingerprint })
  return done ? { version: input.version + 1, replayed: false } : undefined
}

/** What was allowed because the review is open is done only while it is; the rest may come later. */
function countsUntilDue({ forced }: Request, { actor }: RuleInput): boolean {
  return !forced && actor.phase === 'in progress'
}

/** Throws `Refused`: first for who asks, then for what they have not seen, then for what cannot be done now. */
async function refuse(rows: RowStore, request: Request, input: RuleInput): Promise<void> {
  const { actor, certification_id, steps, forced, on } = request
  const verdict = verdictOn(steps, input.row, input.actor, forced)
  if (verdict?.code === 'PermissionDenied') throw refused(verdict.code, verdict.message)
  if (on.version !== undefined && on.version !== input.version) {
    const { number, result_id } = input
    throw await staleChange(rows, actor, { certification_id, number, result_id, seen: on.version })
  }
  if (verdict) throw refused(verdict.code, verdict.message)
  // Nobody has told a machine, or an admin who forces, that our default asks for a note where the vendor's API does not.
  const asks = input.notesAreSet || (actor.via === 'session' && !forced)
  const noteMissing = asks && neededNote(steps, input.settings.ui_customization_settings)
  if (noteMissing) throw noteMissing
}

async function plannedFor(
  directory: Pick<RowStore, 'resolveReviewers' | 'withDelegates'>,
  { change, steps, forced }: Request,
  input: RuleInput,
): Promise<Plan> {
  const reviewers =
    change.reviewers &&
    (await newReviewers(directory, change.reviewers, input.source, input.settings.self_reviewer_settings))
  const plan = planChange(steps, input.row, reviewers)
  // The key `reason`, empty where none was given, is what tells a forced entry from others.
  const reason = ('reason' in change ? change.reason : undefined) ?? ''
  const entries = plan.entries.map(({ action, detail }) => ({
    action,
    detail: {
      ...detail,
      ...(forced && { reason }),
      ...(!input.actor.assigned && isJudgement(action) && { by_other: true as const }),
    },
  }))
  return { ...plan, entries }
}

/** What only a reviewer of the row is expected to do; who else does it is marked in the log. */
function isJudgement(action: string): boolean {
  return action === 'DECISION' || action === 'SIGNED_OFF'
}
