import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import * as z from 'zod/mini'
import type { Database } from '../../database/connect.ts'
import { messageOf, type StoreLog } from '../../embedded/start-error.ts'

/** What changes of rows announce themselves on, with `{certification, result_id, version}` as JSON. */
const channel = 'countersign_rows'
const Payload = z.looseObject({ certification: z.number(), result_id: z.number() })

/** What is called with the ids of changed rows, and when some may have been missed while the connection was away. */
export type RowListener = { changed(result_id: number): void; missed(): void }

/** Changed rows by the number of their certification, for every watcher of this process over one connection. */
export type RowNews = {
  /** Calls `listener` with rows of a certification until the signal is aborted. Returns once the connection listens. */
  subscribe(certification: number, listener: RowListener, signal: AbortSignal): Promise<void>
}

/** The connection is there while anybody is subscribed; when it drops, a new one is tried every second. */
export function createRowNews(database: Pick<Database, 'openClient'>, log: StoreLog): RowNews {
  const listeners = new Map<RowListener, number>()
  const connection = keepConnection(database, log, {
    onNotification: ({ payload = '' }) => {
      const news = read(payload)
      if (!news) return log.warn('A change of a row was announced in a form that cannot be read.')
      for (const [listener, certification] of listeners)
        if (certification === news.certification) listener.changed(news.result_id)
    },
    back: () => {
      for (const listener of listeners.keys()) listener.missed()
    },
    isWanted: () => listeners.size > 0,
  })
  const forget = (listener: RowListener) => {
    if (listeners.delete(listener) && listeners.size === 0) connection.end()
  }
  return {
    async subscribe(certification, listener, signal) {
      signal.throwIfAborted()
      listeners.set(listener, certification)
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

type Needs = {
  readonly onNotification: (news: pg.Notification) => void
  /** Called when a connection that was lost has been replaced. */
  readonly back: () => void
  readonly isWanted: () => boolean
}

function keepConnection(
  database: Pick<Database, 'openClient'>,
  log: StoreLog,
  { onNotification, back, isWanted }: Needs,
) {
  let current: Promise<pg.Client> | undefined
  const open = async (): Promise<void> => {
    if (current) return void (await current)
    const opening: Promise<pg.Client> = listening(database, onNotification, () => void replace(opening))
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
        log.warn(`Changes of rows cannot be heard of: ${messageOf(error)}`)
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
  onNotification: (news: pg.Notification) => void,
  lost: () => void,
): Promise<pg.Client> {
  const client = await database.openClient('row news')
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

function read(payload: string): z.output<typeof Payload> | undefined {
  try {
    return Payload.safeParse(JSON.parse(payload)).data
  } catch {
    return undefined
  }
}
