import { setTimeout as wait } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import * as z from 'zod/mini'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { type EventNews, maxChangedEvents } from '#contract/activity/event-news.ts'
import { type Changed, gatherNews } from '../database/gather-news.ts'
import { createNews, type News } from '../database/news.ts'
import type { Store } from '../database/open.ts'
import type { ActionEventRow, Schema } from '../database/schema.ts'
import type { StoreLog } from '../embedded/start-error.ts'
import { shownColumns, toActionEvent } from './action-event-row.ts'
import { positionNow } from './event-position.ts'

/** What one statement has written: new events, or the ids of changed ones; null for more than are told one by one. */
const Announcement = z.object({
  added: z._default(z.number(), 0),
  changed: z._default(z.nullable(z.array(z.number())), []),
})
type Announcement = z.output<typeof Announcement>

/** Milliseconds between two pieces of news of one stream; what is written meanwhile is told together. */
const pauseMs = 1000

/** What writers of events announce, for all streams of this process over one connection. */
export type WatchEvents = (emit: (news: EventNews) => void, signal: AbortSignal) => Promise<void>

/** Hears of what is written of action events (migration 0025). Returns what emits it until its signal is aborted. */
export function createEventNews(
  { db, database }: Pick<Store, 'db' | 'database'>,
  log: StoreLog,
): WatchEvents {
  const news: News<'events', Announcement> = createNews(database, log, {
    channel: 'countersign_events',
    connectionName: 'event news',
    subject: 'an action event',
    read(announcement) {
      const { data } = Announcement.safeParse(announcement)
      return data && { topic: 'events', ids: [data] }
    },
  })
  return async (emit, signal) => {
    const lookUp = async (announced: Changed<Announcement>) => {
      const told = await newsOf(db, announced)
      if (signal.aborted) return
      emit(told)
      await wait(pauseMs, undefined, { ref: false })
    }
    await news.subscribe('events', gatherNews(lookUp, signal, log, 'action events'), signal)
  }
}

async function newsOf(db: Kysely<Schema>, announced: Changed<Announcement>): Promise<EventNews> {
  // Before the events are read: what changes between the two is told of again.
  const position = await positionNow(db)
  if (announced === 'unknown') return { added: 0, changed: [], more_changed: false, missed: true, position }
  const all = [...announced]
  const ids = new Set(all.flatMap(({ changed }) => changed ?? []))
  const more_changed = ids.size > maxChangedEvents || all.some(({ changed }) => changed === null)
  return {
    added: all.reduce((sum, { added }) => sum + added, 0),
    changed: more_changed ? [] : await eventsOf(db, [...ids]),
    more_changed,
    missed: false,
    position,
  }
}

async function eventsOf(db: Kysely<Schema>, ids: readonly number[]): Promise<ActionEvent[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ActionEventRow>`SELECT ${shownColumns} FROM action_event
    WHERE id = ANY (${ids}::bigint[])`.execute(db)
  return rows.map(toActionEvent)
}
