import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { codeOf } from './start-error.ts'

/** How to reach the embedded PostgreSQL. `host` is the directory of its socket. */
export interface EmbeddedConfig {
  host: string
  port: number
  user: string
  password: string
  database: string
}

/** One idle connection per process: it tells the others that we are here, and us that PostgreSQL is gone. */
export interface Presence {
  /** Tells whether another process of ours is connected; a leaving one gets half a second to be gone. */
  isLast(): Promise<boolean>
  close(): Promise<void>
}

// "starting up", "in recovery" or "shutting down", and "too many connections".
const passing = new Set(['57P03', '53300'])

/** Connects and calls `onLost` once if the connection ends other than by `close`. */
export async function openPresence(config: EmbeddedConfig, onLost: () => void): Promise<Presence> {
  const client = await connectPatiently(config)
  let closed = false
  const lost = (): void => {
    if (closed) return
    closed = true
    onLost()
  }
  client.once('end', lost)
  return {
    isLast: () => isLast(client),
    close: async () => {
      closed = true
      await client.end()
    },
  }
}

async function connectPatiently(config: EmbeddedConfig): Promise<pg.Client> {
  const begun = performance.now()
  for (;;) {
    const client = new pg.Client({ ...config, application_name: 'countersign presence' })
    // The end of the connection is reported by 'end'; without a listener 'error' would end the process.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      if (!passing.has(codeOf(error)) || performance.now() - begun > 60_000) throw error
      await sleep(20)
    }
  }
}

async function isLast(client: pg.Client): Promise<boolean> {
  for (let tries = 0; tries < 10; tries++) {
    const others = await client.query(
      `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
        and application_name like 'countersign%' limit 1`,
    )
    if (others.rowCount === 0) return true
    await sleep(50)
  }
  return false
}
