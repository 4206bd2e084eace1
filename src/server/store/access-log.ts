import type { Kysely } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { RouteName } from '#contract/routes.ts'
import type { AccessLog } from '../auth/access-log.ts'
import { refused } from '../refused.ts'
import type { Schema } from './database/schema.ts'

type Entry = { at: string; actor: string; via: string; action: string; request_id: string }

/** Reads of a single object, and exports, are written before they are answered; lists and counts within this many milliseconds. */
const flushEvery = 250
/** With so many entries unwritten the log is broken, and nothing is read that cannot be recorded. */
const maxWaiting = 10_000
const atOnce: ReadonlySet<RouteName> = new Set([
  'getActionEvent',
  'exportActionEvents',
  'exportActionEventsExactly',
  'downloadExport',
  'createReviewExport',
  'downloadReviewExport',
  'downloadPack',
  'getResult',
  'listHistory',
])

/** The access log in the database, append-only there (a trigger refuses changes). */
export function createAccessLog(db: Kysely<Schema>, clock: () => Date): AccessLog {
  let waiting: Entry[] = []
  let timer: NodeJS.Timeout | undefined
  let flushing: Promise<void> = Promise.resolve()

  async function write(entries: readonly Entry[]): Promise<void> {
    if (entries.length > 0) await db.insertInto('access_log').values(entries).execute()
  }

  function later(): void {
    timer ??= setTimeout(() => void flush(), flushEvery)
  }

  function flush(): Promise<void> {
    timer = undefined
    const entries = waiting
    waiting = []
    flushing = write(entries).catch(() => {
      // Kept and tried again: the next call finds them, and past `maxWaiting` reads are refused.
      waiting = [...entries, ...waiting]
      later()
    })
    return flushing
  }

  return {
    async record(action: RouteName, actor: Actor, request_id: string): Promise<void> {
      const entry = { at: clock().toISOString(), actor: actor.id, via: actor.via, action, request_id }
      if (atOnce.has(action)) return await write([entry])
      if (waiting.length >= maxWaiting)
        throw refused('Unavailable', 'The access log cannot be written, so nothing is shown until it can.')
      waiting.push(entry)
      later()
    },

    async close(): Promise<void> {
      clearTimeout(timer)
      await flushing
      await write(waiting)
    },
  }
}
