import { sameUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import { type Bulk, BulkChange, type BulkDifference } from '#contract/reviews/bulk.ts'
import { refused } from '../refused.ts'
import { refusedTogether } from '../rules/bulk-switches.ts'
import { stepsOf } from '../rules/change-steps.ts'
import { beyondKey } from '../rules/key-scopes.ts'
import { undoesByForce } from '../rules/plan-in-bulk.ts'
import { type BulkReceipts, bulkReceipts } from './bulk-receipts.ts'
import { areShown, newPeople } from './bulk-row.ts'
import type { RowChoice } from './bulk-store.ts'
import { type BulkRequest, type Needs, previewBulk } from './preview-bulk.ts'
import { requiresProof, undoBulk, type UndoneBy, undoneRows } from './undo-bulk.ts'

/** Which bulk change of which certification. */
export type BulkRef = { readonly certification_id: string; readonly bulk_id: string }

/** What a press on Run came to; `replayed` where it was pressed before. */
export type StartedBulk = {
  readonly bulk: Bulk
  readonly difference: BulkDifference | null
  readonly replayed: boolean
}

/** The port of the handlers to changes of many rows (docs/decisions/0044). What the actor may not see answers NotFound. */
export type BulkChanges = {
  /** Freezes which rows a change would be of; changes none (`previewBulk`). */
  preview(actor: Actor, request: BulkRequest): Promise<Bulk>
  /** Starts a previewed change, unless something has changed since; then says what. Throws `Refused`, see `BulkStore.start`. */
  run(
    actor: Actor,
    ref: BulkRef,
    /** Reads the filters of a choice as the preview did. */
    choiceOf: (bulk: Bulk) => Promise<RowChoice>,
    by: { readonly unchangedOnly: boolean; readonly requireFreshProof: () => void },
  ): Promise<StartedBulk>
  cancel(actor: Actor, ref: BulkRef): Promise<Bulk>
  /** Previews taking a change back; changes none (`undoBulk`). */
  undo(actor: Actor, ref: BulkRef, by: UndoneBy): Promise<Bulk>
} & BulkReceipts

/** The use cases of changes of many rows. */
export function bulkChanges(needs: Needs): BulkChanges {
  const { bulks, clock } = needs
  const receipts = bulkReceipts(needs)
  const own = async (actor: Actor, ref: BulkRef): Promise<Bulk> => {
    const bulk = await receipts.find(actor, ref)
    if (!sameUser(bulk.made_by, actor.user))
      throw refused('PermissionDenied', 'Only who has made this change of many rows may run or stop it.')
    return bulk
  }
  return {
    preview: (actor, request) => previewBulk(needs, actor, request),
    async run(actor, ref, choiceOf, { unchangedOnly, requireFreshProof }) {
      const preview = await own(actor, ref)
      if (preview.started_at !== null) return { bulk: preview, difference: null, replayed: true }
      if (requiresProof(preview)) requireFreshProof()
      await refuseStart(needs, actor, ref, preview)
      const people = await newPeople(
        bulks,
        { change: BulkChange.parse(preview.change) },
        preview.undoes ?? undefined,
      )
      if (!areShown(people, preview.new_reviewers))
        return { bulk: preview, difference: otherPeople, replayed: false }
      const choice = preview.undoes === null ? await choiceOf(preview) : undoneRows(preview.undoes)
      const { bulk_id } = ref
      const difference = await bulks.start(actor, { bulk_id, choice, now: clock(), unchangedOnly })
      return { bulk: await own(actor, ref), difference: difference ?? null, replayed: false }
    },
    async cancel(actor, ref) {
      await own(actor, ref)
      await bulks.cancel(actor.user, ref.bulk_id, clock())
      return await own(actor, ref)
    },
    undo: async (actor, ref, by) => await undoBulk(needs, actor, await receipts.find(actor, ref), by),
    ...receipts,
  }
}

/** The rows would go to others than the preview has shown: only a new one helps. */
const otherPeople: BulkDifference = { rules: true, joined: 0, gone: 0, changed: 0, unchanged: 0 }

/**
 * Throws `Refused` PermissionDenied where the actor, as they stand now, may not run what they have previewed; what the due time
 * brings has come about then.
 */
async function refuseStart(
  { bulks, expireFirst, clock }: Needs,
  actor: Actor,
  ref: BulkRef,
  { change, undoes, to_change }: Bulk,
): Promise<void> {
  const steps = stepsOf({ result_id: 0, ...BulkChange.parse(change) }, false)
  const beyond = beyondKey(actor, steps, undoesByForce({ steps, undoes: undoes ?? undefined }))
  if (beyond) throw beyond
  const { number } = await bulks.standing(actor, ref)
  const certification = await bulks.certification(actor, number, clock())
  if (certification.overdue) await expireFirst(number, clock())
  const together = to_change > 1 && refusedTogether(steps, { roles: actor.roles, ...certification })
  if (together) throw together
}
