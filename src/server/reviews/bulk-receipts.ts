import type { Actor } from '#contract/permissions.ts'
import type { Bulk, BulkRow } from '#contract/reviews/bulk.ts'
import { notThere } from '../refused.ts'
import type { BulkRef } from './bulk-changes.ts'
import type { BulkStore } from './bulk-store.ts'

/** How somebody stands to a bulk change that they may see. */
export type BulkStanding = {
  readonly bulk_id: string
  /** The number of its certification. */
  readonly number: number
  /** Whether they have made it. */
  readonly made: boolean
  /** Whether they see the whole of its certification now. */
  readonly whole: boolean
}

/** Which rows of a bulk change are asked for: those with an outcome, or `WAITING` for one, and those left out for one reason. */
export type KindOfBulkRows = {
  readonly outcome?: string | undefined
  readonly left_out?: string | undefined
}

/** At most `limit` of them, from the one with the id `from`. */
export type WantedBulkRows = KindOfBulkRows & { readonly from: number; readonly limit: number }

/** Those that the actor sees; `next` is the id of the first that follows. */
export type ListedBulkRows = { readonly rows: readonly BulkRow[]; readonly next: number | undefined }

/** A receipt as it stands: its rows in batches. */
export type Receipt = {
  readonly bulk: Bulk
  readonly hidden: number
  readonly rows: AsyncIterable<readonly BulkRow[]>
}

/** What can be read of bulk changes. What the actor may not see answers `Refused` NotFound. */
export type BulkReceipts = {
  /** Those that have been started, newest first, from the one at `offset`. */
  list(
    actor: Actor,
    certification_id: string,
    stretch: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly bulks: readonly Bulk[]; readonly more: boolean }>
  find(actor: Actor, ref: BulkRef): Promise<Bulk>
  /** `hidden` counts the rows of that kind that the actor, who has made it, does not see (any more). */
  rows(
    actor: Actor,
    ref: BulkRef,
    wanted: WantedBulkRows,
  ): Promise<ListedBulkRows & { readonly hidden: number }>
  receipt(actor: Actor, ref: BulkRef): Promise<Receipt>
}

type Needs = { readonly bulks: BulkStore; readonly clock: () => Date }

/** So many rows of a receipt are held at once. */
const rowsAtOnce = 1000

/** The use cases that read bulk changes. */
export function bulkReceipts({ bulks, clock }: Needs): BulkReceipts {
  const find = async (actor: Actor, ref: BulkRef): Promise<Bulk> => {
    const { bulk_id } = await bulks.standing(actor, ref)
    const bulk = await bulks.find(bulk_id, clock())
    if (!bulk) throw notThere()
    return bulk
  }
  return {
    find,
    list: (actor, certification_id, stretch) =>
      bulks.list(actor, { certification_id, ...stretch, now: clock() }),
    async rows(actor, ref, wanted) {
      const standing = await bulks.standing(actor, ref)
      const listed = await bulks.rows(actor, standing, wanted)
      return { ...listed, hidden: await bulks.hidden(actor, standing, wanted) }
    },
    async receipt(actor, ref) {
      const standing = await bulks.standing(actor, ref)
      const bulk = await find(actor, ref)
      const read = (from: number) => bulks.rows(actor, standing, { from, limit: rowsAtOnce })
      return { bulk, hidden: await bulks.hidden(actor, standing, {}), rows: rowsOf(read) }
    },
  }
}

async function* rowsOf(read: (from: number) => Promise<ListedBulkRows>): AsyncGenerator<readonly BulkRow[]> {
  for (let from: number | undefined = 0; from !== undefined; ) {
    const { rows, next } = await read(from)
    yield rows
    from = next
  }
}
