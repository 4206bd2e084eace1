import { maxBulkRows, BulkChoice } from '#contract/reviews/bulk.ts'
import type { bulkRoutes } from '#contract/reviews/bulk-calls.ts'
import { invalid } from '../../refused.ts'
import type { BulkChanges } from '../../reviews/bulk-changes.ts'
import type { RowChoice } from '../../reviews/bulk-store.ts'
import type { PreviewKey } from '../../reviews/preview-bulk.ts'
import type { Call, Handlers } from '../handlers.ts'
import { receiptHandlers } from './bulk-receipts.ts'
import { conditionsOf } from './conditions.ts'
import { resultQueryOf } from './result-query.ts'

type BulkHandlers = Pick<Handlers, keyof typeof bulkRoutes>

/** The handlers of changes of many rows. */
export function bulkHandlers(bulks: BulkChanges): BulkHandlers {
  return {
    previewBulk: async ({ params: { certification_id }, body }, call) => ({
      value: await bulks.preview(call.actor, {
        certification_id,
        input: body,
        choice: await choiceOf(body.choice),
        key: keyOf(call, ['previewBulk', certification_id, body]),
      }),
    }),

    async runBulk({ params, body }, call) {
      // Whoever repeats a press has what the first one came to, under whichever key.
      conditionsOf(call, false, ['runBulk', params, body])
      const { bulk, difference, replayed } = await bulks.run(
        call.actor,
        params,
        ({ choice }) => choiceOf(BulkChoice.parse(choice)),
        {
          unchangedOnly: body.unchanged_only ?? false,
          requireFreshProof: () => call.requireFreshProof(),
        },
      )
      if (replayed) call.setReplayed()
      return { value: { bulk, difference } }
    },

    cancelBulk: async ({ params }, { actor }) => ({ value: await bulks.cancel(actor, params) }),

    undoBulk: async ({ params, body }, call) => ({
      value: await bulks.undo(call.actor, params, {
        reason: body.reason,
        requireFreshProof: () => call.requireFreshProof(),
        key: keyOf(call, ['undoBulk', params, body]),
      }),
    }),

    ...receiptHandlers(bulks),
  }
}

/** The key of a preview; undefined where the request has none. Throws `Refused` InvalidArgument for one that cannot be read. */
function keyOf(call: Call, content: unknown): PreviewKey | undefined {
  const { key, fingerprint } = conditionsOf(call, false, content)
  return key === undefined ? undefined : { key, fingerprint, onReplay: () => call.setReplayed() }
}

/** A choice with its filters read and its ids one by one. Throws `Refused` InvalidArgument that names the parameter. */
async function choiceOf({ runs, except, assigned_to, ...filters }: BulkChoice): Promise<RowChoice> {
  const { filter, mutable_filter, last_time_filter } = filters
  const query = await resultQueryOf({ filter, mutable_filter, last_time_filter, order_by: undefined })
  return {
    filter: query.filter,
    mutable_filter: query.mutable_filter,
    last_time_filter: query.last_time_filter,
    unchangedAccess: filters.unchanged_access ?? false,
    ids: runs && idsOf(runs, 'choice.runs'),
    except: new Set(idsOf(except ?? [], 'choice.except')),
    assigned_to,
  }
}

/** The ids of runs: a first id, and how many consecutive ones follow from it. */
function idsOf(runs: readonly number[], field: string): readonly number[] {
  const ids: number[] = []
  for (let at = 0; at < runs.length; at += 2) {
    const [first = 0, length = 0] = runs.slice(at, at + 2)
    if (ids.length + length > maxBulkRows) throw invalid(field, `names more than ${maxBulkRows} rows`)
    for (let id = first; id < first + length; id += 1) ids.push(id)
  }
  return ids
}
