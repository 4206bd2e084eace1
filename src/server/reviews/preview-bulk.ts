import { randomUUID } from 'node:crypto'
import type { Actor } from '#contract/permissions.ts'
import { type Bulk, type BulkInput, maxBulkRows, previewMinutes } from '#contract/reviews/bulk.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { isBlank } from '#contract/text.ts'
import { invalid } from '../refused.ts'
import { refusedNow } from '../rules/refused-now.ts'
import { type Step, stepsOf } from '../rules/change-steps.ts'
import { beyondKey, mayNotRead } from '../rules/key-scopes.ts'
import { bulkPlanner } from '../rules/plan-in-bulk.ts'
import { refusedTogether } from '../rules/bulk-switches.ts'
import { keyReused, refuseOtherRequest } from './replay.ts'
import { bulkRowOf, type GivenReviewers, newPeople, wishOf } from './bulk-row.ts'
import type { BulkStore, RowChoice } from './bulk-store.ts'
import { untilUndisturbed } from './until-undisturbed.ts'

/** A bulk change as it is asked for: what was sent, and its choice with the filters read. */
export type BulkRequest = {
  readonly certification_id: string
  readonly input: BulkInput
  readonly choice: RowChoice
  readonly key?: PreviewKey | undefined
}

/** The person's Idempotency-Key, what makes another request of it, and what is told where the same was made under it before. */
export type PreviewKey = {
  readonly key: string
  readonly fingerprint: Buffer
  readonly onReplay: () => void
}

/** What making a preview needs. */
export type Needs = {
  readonly bulks: BulkStore
  readonly expireFirst: (number: number, now: Date) => Promise<void>
  readonly clock: () => Date
}

/**
 * Freezes which rows a bulk change is of and how they stand, says which are left out and why, and changes none. Throws
 * `Refused` InvalidArgument for a change that is none or several, for more than `maxBulkRows`, and where rows of others are
 * to be decided without a reason; PermissionDenied where reviewers may not change several rows so; FailedPrecondition where the
 * review is over; NotFound where the actor sees nothing of the certification.
 */
export async function previewBulk(needs: Needs, actor: Actor, request: BulkRequest): Promise<Bulk> {
  const steps = oneStep(request.input)
  refuseMisused(request.input, steps)
  const beyond = beyondKey(actor, steps, false) ?? mayNotRead(actor)
  if (beyond) throw beyond
  const people = await newPeople(needs.bulks, request.input)
  return await onceUnderKey(needs, actor, { ...request, steps, people, undoes: undefined })
}

/** A preview, made once under its key. Throws `Refused`, KeyReused where the key was used for another request. */
export async function onceUnderKey(needs: Needs, actor: Actor, planned: Planned): Promise<Bulk> {
  return await untilUndisturbed(
    async () =>
      (planned.key && (await madeBefore(needs, actor, planned.key))) ??
      (await freezeRows(needs, actor, planned)),
  )
}

async function madeBefore(
  { bulks, clock }: Needs,
  { user }: Actor,
  { key, fingerprint, onReplay }: PreviewKey,
): Promise<Bulk | undefined> {
  const earlier = await bulks.madeUnder(user, key)
  if (!earlier) return undefined
  refuseOtherRequest(earlier, { fingerprint })
  const bulk = earlier.bulk_id === null ? undefined : await bulks.find(earlier.bulk_id, clock())
  if (!bulk) throw keyReused()
  onReplay()
  return bulk
}

/** A bulk change as it is to be frozen. */
type Planned = BulkRequest & {
  readonly steps: readonly Step[]
  readonly people: GivenReviewers | undefined
  readonly undoes: string | undefined
}

/** Writes a preview down and returns it; undefined where the due time had to be brought about first. Throws `Refused`. */
async function freezeRows(
  { bulks, expireFirst, clock }: Needs,
  actor: Actor,
  { certification_id, input, choice, steps, people, undoes, key }: Planned,
): Promise<Bulk | undefined> {
  const now = clock()
  let overdue: number | undefined
  const made = await bulks.inSnapshot(actor, { certification_id, undoes }, now, async (open) => {
    const { certification } = open
    if (certification.overdue) {
      overdue = certification.number
      return undefined
    }
    const over = undoes === undefined && refusedNow(steps, certification)
    if (over) throw over
    const bulk_id = randomUUID()
    const wish = wishOf(input, steps, { bulk_id, undoes })
    const expires = new Date(now.getTime() + previewMinutes * 60_000)
    const { rules_version } = certification
    await open.create({
      bulk_id,
      input,
      undoes,
      new_reviewers: people?.people,
      rules_version,
      created: now,
      expires,
      key,
    })
    const planOf = bulkPlanner(wish)
    let count = 0
    const asksWhoDecided = !wish.alsoDecided && steps.some(({ kind }) => kind === 'decision')
    for await (const rows of open.chosen({ ...choice, asksWhoDecided })) {
      count += rows.reduce((sum, { ids }) => sum + ids.length, 0)
      if (count > maxBulkRows)
        throw invalid('choice', `finds more than ${maxBulkRows} rows: choose fewer, by a filter`)
      await open.addRows(
        bulk_id,
        rows.map((chosen) => {
          const row = bulkRowOf(chosen, certification, actor, people)
          return { chosen, others: !row.actor.assigned, leftOut: planOf(row).leftOut }
        }),
      )
    }
    const preview = await open.sumUp(bulk_id)
    const isReasoned = !runs({ roles: actor.roles, own: certification.own }) || !isBlank(input.reason ?? '')
    if (preview.others > 0 && !isReasoned)
      throw invalid('reason', 'must say why rows of other reviewers are changed')
    const together = preview.to_change > 1 && refusedTogether(steps, { roles: actor.roles, ...certification })
    if (together) throw together
    return preview
  })
  if (overdue !== undefined) await expireFirst(overdue, now)
  return made
}

/** What is unchanged is accepted where nobody has decided yet, and nothing else. */
function refuseMisused({ choice, also_decided }: BulkInput, steps: readonly Step[]): void {
  if (choice.unchanged_access !== true) return
  const accepts = steps.every(
    (step) => step.kind === 'decision' && step.decision === 'RESULT_DECISION_ACCEPTED',
  )
  if (!accepts || also_decided === true)
    throw invalid(
      'choice.unchanged_access',
      'goes with accepting rows that nobody has decided, and nothing else',
    )
}

/** The one thing that is done to each row. */
function oneStep({ change }: BulkInput): readonly Step[] {
  if (change.replaces && !change.reviewers?.length)
    throw invalid('change.replaces', 'needs reviewers, who take the place of that person')
  const steps = stepsOf({ result_id: 0, ...change }, false)
  const [step, ...more] = steps
  if (!step || more.length > 0 || step.kind === 'stay unsigned')
    throw invalid(
      'change',
      'takes one thing: a decision with or without a note, a note, reviewers or a sign-off',
    )
  return steps
}
