import * as z from 'zod/mini'
import type { Database } from '../../database/connect.ts'
import { createNews, type News } from '../../database/news.ts'
import type { StoreLog } from '../../embedded/start-error.ts'

const Payload = z.looseObject({
  certification: z.number(),
  result_id: z.optional(z.number()),
  result_ids: z.optional(z.array(z.number())),
})

/** Changed rows by the number of their certification. */
export type RowNews = News<number, number>

/** Changes of rows announce themselves with `{certification, result_id, version}` as JSON, many at once with `result_ids`. */
export function createRowNews(database: Pick<Database, 'openClient'>, log: StoreLog): RowNews {
  return createNews(database, log, {
    channel: 'countersign_rows',
    connectionName: 'row news',
    subject: 'a row',
    read(announcement) {
      const { data } = Payload.safeParse(announcement)
      if (!data) return undefined
      const { certification, result_id, result_ids = [] } = data
      return { topic: certification, ids: result_id === undefined ? result_ids : [result_id] }
    },
  })
}
