import { Readable } from 'node:stream'
import { mediaTypes } from '#contract/export-job.ts'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { pageSizes } from '#contract/envelopes.ts'
import { resultPageSizes } from '#contract/reviews/result-queries.ts'
import { fileName } from '../../file-name.ts'
import type { BulkReceipts } from '../../reviews/bulk-receipts.ts'
import type { Handlers } from '../handlers.ts'
import { receiptCsv } from './receipt-csv.ts'

type ReceiptHandlers = Pick<Handlers, 'listBulks' | 'getBulk' | 'listBulkRows' | 'downloadReceipt'>

/** The handlers that read changes of many rows. */
export function receiptHandlers(bulks: BulkReceipts): ReceiptHandlers {
  return {
    async listBulks({ params: { certification_id }, query }, { actor }) {
      const { page_token: offset = 0, page_size } = query
      const limit = Math.min(page_size || usualBulks, pageSizes.most)
      const listed = await bulks.list(actor, certification_id, { offset, limit })
      return pageFrom(listed.bulks, listed.more ? offset + limit : undefined)
    },

    getBulk: async ({ params }, { actor }) => ({ value: await bulks.find(actor, params) }),

    async listBulkRows({ params, query }, { actor }) {
      const { page_token: from = 0, page_size, ...kind } = query
      const limit = Math.min(page_size || resultPageSizes.usual, resultPageSizes.most)
      const { rows, next, hidden } = await bulks.rows(actor, params, { ...kind, from, limit })
      return { ...pageFrom(rows, next), hidden }
    },

    async downloadReceipt({ params }, { actor }) {
      const { bulk, hidden, rows } = await bulks.receipt(actor, params)
      const content = Readable.from(receiptCsv(bulk, rows))
      return { type: mediaTypes.CSV, name: nameOf(bulk, hidden), content }
    },
  }
}

/** Each has its numbers counted, so a page has fewer than others. */
const usualBulks = 20

function pageFrom<T>(values: readonly T[], next: number | undefined) {
  return {
    values: [...values],
    next_page_token: next === undefined ? '' : String(next),
    has_more: next !== undefined,
  }
}

/** What a receipt is of, where it is not that of a change that has come to its end. */
const unfinished: Readonly<Record<string, string>> = {
  PREVIEWED: '-not-run',
  EXPIRED: '-not-run',
  RUNNING: '-still-running-incomplete',
  CANCELLED: '-cancelled',
  FAILED: '-failed-incomplete',
}

function nameOf({ state, started_at, created_at }: Bulk, hidden: number): string {
  const lacking = hidden > 0 ? `-without-${hidden}-rows` : ''
  return fileName(
    `bulk-receipt${unfinished[state] ?? ''}${lacking}`,
    'csv',
    0,
    new Date(started_at ?? created_at),
  )
}
