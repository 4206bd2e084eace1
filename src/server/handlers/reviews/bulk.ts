import { maxBulkRows, BulkChoice } from '#contract/reviews/bulk.ts'
import type { bulkRoutes } from '#contract/reviews/bulk-calls.ts'
import { invalid } from '../../refused.ts'
import type { BulkChanges } from '../../reviews/bulk-changes.ts'
import type { RowChoice } from '../../reviews/bulk-store.ts'
import type { Handlers } from '../handlers.ts'
import { receiptHandlers } from './bulk-receipts.ts'
import { resultQueryOf } from './result-query.ts'

type BulkHandlers = Pick<Handlers, keyof typeof bulkRoutes>

/** The handlers of changes of many rows. */
export function bulkHandlers(bulks: BulkChanges): BulkHandlers {
  return {
    previewBulk: async ({ params: { certification_id }, body }, { actor }) => ({
      value: await bulks.preview(actor, {
        certification_id,
        input: body,
        choice: await choiceOf(body.choice),
      }),
    }),
    runBulk: async ({ params, body: { unchanged_only = false } }, call) => ({
      value: await bulks.run(call.actor, params, ({ choice }) => choiceOf(BulkChoice.parse(choice)), {
        unchangedOnly: unchanged_only,
        requireFreshProof: () => call.requireFreshProof(),
      }),
    }),
    cancelBulk: async ({ params }, { actor }) => ({ value: await bulks.cancel(actor, params) }),
    undoBulk: async ({ params, body: { reason } }, call) => ({
      value: await bulks.undo(call.actor, params, {
        reason,
        requireFreshProof: () => call.requireFreshProof(),
      }),
    }),
    ...receiptHandlers(bulks),
  }
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
