import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from './connect.ts'
import { messageOf, type StoreLog } from '../embedded/start-error.ts'

/** What is called with the ids of what has changed, and when some may have been missed while the connection was away. */
export type NewsListener<Id> = { changed(ids: readonly Id[]): void; missed(): void }

/** What changes, by the topic that it belongs to, for every watcher of this process over one connection. */
export type News<Topic, Id> = {
  /** Calls `listener` with what changes of a topic until the signal is aborted. Returns once the connection listens. */
  subscribe(topic: Topic, listener: NewsListener<Id>, signal: AbortSignal): Promise<void>
}

/** Where changes announce themselves, and how an announcement is read. */
export type Announcements<Topic, Id> = {
  /** The channel of PostgreSQL's NOTIFY. */
  readonly channel: string
  /** What the connection is called, and what the log calls what is announced. */
  readonly connectionName: string
  readonly subject: string
  /** Undefined for what cannot be read. */
  readonly read: (announcement: unknown) => { readonly topic: Topic; readonly ids: readonly Id[] } | undefined
}

/** The connection is there while anybody is subscribed; when it drops, a new one is tried every second. */
export function createNews<Topic, Id>(
  database: Pick<Database, 'openClient'>,
  log: StoreLog,
  announcements: Announcements<Topic, Id>,
): News<Topic, Id> {
  const listeners = new Map<NewsListener<Id>, Topic>()
  const { subject } = announcements
  const connection = keepConnection(database, log, {
    ...announcements,
    onNotification: ({ payload = '' }) => {
      const news = announcements.read(jsonOf(payload))
      if (!news) return log.warn(`A change of ${subject} was announced in a form that cannot be read.`)
      for (const [listener, topic] of listeners) {
        if (topic === news.topic) listener.changed(news.ids)
      }
    },
    back: () => {
      for (const listener of listeners.keys()) listener.missed()
    },
    isWanted: () => listeners.size > 0,
  })
  const forget = (listener: NewsListener<Id>) => {
    if (listeners.delete(listener) && listeners.size === 0) connection.end()
  }
  return {
    async subscribe(topic, listener, signal) {
      signal.throwIfAborted()
      listeners.set(listener, topic)
      signal.addEventListener('abort', () => forget(listener), { once: true })
      try {
        await connection.open()
      } catch (error) {
        forget(listener)
        throw error
      }
    },
  }
}

type Needs = Pick<Announcements<unknown, unknown>, 'channel' | 'connectionName' | 'subject'> & {
  readonly onNotification: (news: pg.Notification) => void
  /** Called when a connection that was lost has been replaced. */
  readonly back: () => void
  readonly isWanted: () => boolean
}

function keepConnection(database: Pick<Database, 'openClient'>, log: StoreLog, needs: Needs) {
  const { subject, back, isWanted } = needs
  let current: Promise<pg.Client> | undefined
  const open = async (): Promise<void> => {
    if (current) return void (await current)
    const opening: Promise<pg.Client> = listening(database, needs, () => void replace(opening))
    current = opening
    try {
      await opening
    } catch (error) {
      if (current === opening) current = undefined
      throw error
    }
  }
  const replace = async (lost: Promise<pg.Client>): Promise<void> => {
    if (current !== lost) return
    current = undefined
    while (isWanted()) {
      try {
        await open()
        return back()
      } catch (error) {
        log.warn(`Changes of ${subject} cannot be heard of: ${messageOf(error)}`)
        await wait(1000)
      }
    }
  }
  const end = () => {
    const ended = current
    current = undefined
    ended?.then((client) => client.end()).catch((error: unknown) => log.warn(messageOf(error)))
  }
  return { open, end }
}

async function listening(
  database: Pick<Database, 'openClient'>,
  { channel, connectionName, onNotification }: Needs,
  lost: () => void,
): Promise<pg.Client> {
  const client = await database.openClient(connectionName)
  client.on('notification', onNotification)
  try {
    await client.query(`LISTEN ${channel}`)
  } catch (error) {
    await client.end()
    throw error
  }
  client.once('end', lost)
  return client
}

function jsonOf(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}
