import type { Actor } from '#contract/permissions.ts'
import type { Bulk, BulkInput } from '#contract/reviews/bulk.ts'
import type { RowChoice } from '#server/reviews/bulk-store.ts'
import { bulkChanges } from '#server/reviews/bulk-changes.ts'
import { expireFirst } from '#server/reviews/expire.ts'
import { runNextRows } from '#server/reviews/run-bulk.ts'
import { bulkStore } from '#server/store/reviews/bulk/bulk-store.ts'
import { certificationStore } from '#server/store/reviews/certifications/certification-store.ts'
import type { TestDatabase } from './test-database.ts'

/** All rows of a certification. */
export const everyRow: RowChoice = {
  ids: undefined,
  except: new Set(),
  filter: undefined,
  mutable_filter: undefined,
}

const quiet = { info: () => undefined, warn: () => undefined }
const proven = (): void => undefined

/** Changes of many rows of a test database, run here and not in a worker. */
export function bulkRuns({ store }: TestDatabase, clock: () => Date) {
  const certifications = certificationStore(store, clock, quiet)
  const bulks = bulkStore(store, clock)
  const needs = {
    bulks,
    clock,
    expireFirst: (number: number, now: Date) => expireFirst(certifications, number, now),
  }
  const changes = bulkChanges(needs)
  const refOf = ({ certification_id, bulk_id }: Bulk) => ({ certification_id, bulk_id })
  const runs = {
    preview: (actor: Actor, certification_id: string, input: BulkInput, choice: RowChoice = everyRow) =>
      changes.preview(actor, { certification_id, input, choice }),
    start: async (actor: Actor, bulk: Bulk, choice: RowChoice = everyRow, requireFreshProof = proven) =>
      await changes.run(actor, refOf(bulk), () => Promise.resolve(choice), {
        unchangedOnly: false,
        requireFreshProof,
      }),
    /** Changes the next rows of one that was started; whether there may be more. */
    step: (actor: Actor, { bulk_id }: Bulk) => runNextRows(needs, actor, bulk_id),
    /** Starts one and changes all its rows; the receipt. */
    async run(actor: Actor, bulk: Bulk, choice: RowChoice = everyRow): Promise<Bulk> {
      const { difference } = await runs.start(actor, bulk, choice)
      if (difference) throw new Error(`it did not start: ${JSON.stringify(difference)}`)
      while (await runs.step(actor, bulk));
      return await changes.find(actor, refOf(bulk))
    },
    undo: (actor: Actor, bulk: Bulk, reason?: string, requireFreshProof: () => void = proven) =>
      changes.undo(actor, refOf(bulk), { reason, requireFreshProof }),
    find: (actor: Actor, bulk: Bulk) => changes.find(actor, refOf(bulk)),
    cancel: (actor: Actor, bulk: Bulk) => changes.cancel(actor, refOf(bulk)),
  }
  return runs
}
