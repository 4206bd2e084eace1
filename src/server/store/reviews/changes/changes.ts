import type { Actor } from '#contract/permissions.ts'
import type { ForcedChange, ResultChange } from '#contract/reviews/result.ts'
import { refused } from '../../../refused.ts'
import type { Changed, ChangeConditions, Reviews } from '../../../reviews.ts'
import { planChange, type Plan, verdictOn } from '../../../rules/change-plan.ts'
import { type Step, stepsOf } from '../../../rules/change-steps.ts'
import { beyondKey } from '../../../rules/key-scopes.ts'
import { neededNote } from '../../../rules/needed-note.ts'
import type { Store } from '../../database/open.ts'
import { type ChangeResult, resultChanger } from './change-result.ts'
import { readRuleInput, type RuleInput } from './read-rule-input.ts'
import { expireFirst } from '../certifications/expiry.ts'
import { notThere } from '../certifications/find-certification.ts'
import { newReviewers } from '../people/new-reviewers.ts'
import { replay } from './operation-keys.ts'
import { staleChange } from './stale-change.ts'
import { updateWebhookInfo } from './webhook-info.ts'

type Changes = Pick<Reviews, 'updateResult' | 'forceUpdateResult' | 'updateWebhookInfo'>
type Databases = Pick<Store, 'db' | 'prepared'>
type Tools = Databases & { readonly changeResult: ChangeResult }
type Given = ResultChange | ForcedChange
type Asked = {
  readonly actor: Actor
  readonly certification_id: string
  readonly change: Given
  readonly steps: readonly Step[]
  readonly forced: boolean
  readonly on: ChangeConditions
}

/** A row that changes under one change more often than this is contended beyond what waiting helps. */
const maxTries = 50

/** The changes of rows (veza-api B.7, B.8, B.10) on this database: one read, the rules, one write. */
export function reviewChanges(store: Databases, clock: () => Date): Changes {
  const tools = { ...store, changeResult: resultChanger(store.prepared, clock) }
  const change = async (wanted: Omit<Asked, 'steps'>) => {
    const asked: Asked = { ...wanted, steps: stepsOf(wanted.change, wanted.forced) }
    const beyond = beyondKey(asked.actor, asked.steps, asked.forced)
    if (beyond) throw beyond
    for (let tries = 0; tries < maxTries; tries++) {
      const changed = await attempt(tools, clock(), asked)
      if (changed) return changed
    }
    throw refused('Aborted', 'This row is being changed by others at the same time. Try again.')
  }
  return {
    updateResult: (actor, id, given, on) =>
      change({ actor, certification_id: id, change: given, on, forced: false }),
    forceUpdateResult: (actor, id, given, on) =>
      change({ actor, certification_id: id, change: given, on, forced: true }),
    updateWebhookInfo: (actor, id, info) =>
      updateWebhookInfo(tools, clock, { actor, certification_id: id, info }),
  }
}

/**
 * Undefined when something else changed between the read and the write, be it what the due time brings: what was read is
 * then no ground for anything.
 */
async function attempt(
  { db, prepared, changeResult }: Tools,
  now: Date,
  asked: Asked,
): Promise<Changed | undefined> {
  const { actor, on, certification_id } = asked
  const { result_id } = asked.change
  const { earlier, found } = await readRuleInput(
    prepared,
    actor,
    { certification_id, result_id, key: on.key, entries: asked.steps.length },
    now,
  )
  if (earlier) return replay(earlier, on)
  if (!found) throw notThere()
  if (found.overdue) {
    await expireFirst(db, found.number, now)
    return undefined
  }
  await refuse(db, asked, found)
  const plan = await plannedFor(db, asked, found)
  if (plan.entries.length === 0) return { version: found.version, replayed: false }
  const done = await changeResult(actor, found, { plan, untilDue: countsUntilDue(asked, found), ...on })
  return done ? { version: found.version + 1, replayed: false } : undefined
}

/** What was allowed because the review is open is done only while it is; the rest may come later. */
function countsUntilDue({ forced }: Asked, { actor }: RuleInput): boolean {
  return !forced && actor.phase === 'in progress'
}

/** Throws `Refused`: first for who asks, then for what they have not seen, then for what cannot be done now. */
async function refuse(db: Store['db'], asked: Asked, found: RuleInput): Promise<void> {
  const { actor, certification_id, steps, forced, on } = asked
  const verdict = verdictOn(steps, found.row, found.actor, forced)
  if (verdict?.code === 'PermissionDenied') throw refused(verdict.code, verdict.message)
  if (on.version !== undefined && on.version !== found.version)
    throw await staleChange(db, actor, { ...found, certification_id, seen: on.version })
  if (verdict) throw refused(verdict.code, verdict.message)
  // Nobody has told a machine, or an admin who forces, that our default asks for a note where the vendor's API does not.
  const asks = found.notesAreSet || (actor.via === 'session' && !forced)
  const noteMissing = asks && neededNote(steps, found.settings.ui_customization_settings)
  if (noteMissing) throw noteMissing
}

async function plannedFor(
  db: Store['db'],
  { change, steps, forced }: Asked,
  found: RuleInput,
): Promise<Plan> {
  const reviewers =
    change.reviewers &&
    (await newReviewers(db, change.reviewers, found.source, found.settings.self_reviewer_settings))
  const plan = planChange(steps, found.row, reviewers)
  // The key `reason`, empty where none was given, is what tells a forced entry from others.
  const reason = ('reason' in change ? change.reason : undefined) ?? ''
  const entries = plan.entries.map(({ action, detail }) => ({
    action,
    detail: {
      ...detail,
      ...(forced && { reason }),
      ...(!found.actor.assigned && isJudgement(action) && { by_other: true as const }),
    },
  }))
  return { ...plan, entries }
}

/** What only a reviewer of the row is expected to do; who else does it is marked in the log. */
function isJudgement(action: string): boolean {
  return action === 'DECISION' || action === 'SIGNED_OFF'
}
