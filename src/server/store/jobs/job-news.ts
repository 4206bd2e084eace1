import { type RawBuilder, sql } from 'kysely'
import * as z from 'zod/mini'
import { personId } from '#contract/people.ts'
import type { Database } from '../database/connect.ts'
import { createNews, type News } from '../database/news.ts'
import type { StoreLog } from '../embedded/start-error.ts'

const channel = 'countersign_jobs'
const Payload = z.looseObject({ id: z.string(), user_type: z.string(), user_id: z.string() })

/** Announces the rows of `job` that a statement has changed: it stands as the last part of what it selects of them. */
export const announceJob: RawBuilder<unknown> = sql`pg_notify(${sql.lit(channel)},
  json_build_object('id', id, 'user_type', maker_type, 'user_id', maker_id)::text)`

/** Changed jobs by `personId` of who made them. */
export type JobNews = News<string, string>

/** Hears of every job that `announceJob` tells of. */
export function createJobNews(database: Pick<Database, 'openClient'>, log: StoreLog): JobNews {
  return createNews(database, log, {
    channel,
    connectionName: 'job news',
    subject: 'a job',
    read(announcement) {
      const { data } = Payload.safeParse(announcement)
      return data && { topic: personId({ user_type: data.user_type, id: data.user_id }), ids: [data.id] }
    },
  })
}
