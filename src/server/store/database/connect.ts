import pg from 'pg'
import { checkDatabase } from './check-database.ts'
import { readDatabaseUrl } from './database-url.ts'
import { type Embedded, startEmbedded } from '../embedded/embedded.ts'
import { messageOf, StartError, type StoreLog } from '../embedded/start-error.ts'
import { textTypes } from './text-types.ts'

/** An open database: the embedded one of DATA_DIR, or that of DATABASE_URL. */
export interface Database {
  kind: 'embedded' | 'external'
  /** For requests: 10 connections, statements cancelled after 5 s, transactions left open after 10 s. */
  pool: pg.Pool
  /** One connection without time limits, for long work, listening and locks; the caller ends it. */
  openClient(purpose: string): Promise<pg.Client>
  /** Runs work on a pool of its own without time limits and ends the pool after it. */
  withoutTimeout<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T>
  /** Calls back when the embedded PostgreSQL has gone and is back. An external one is not watched. */
  watch(onDown: () => void, onUp: () => void): void
  /** Ends the pool, once its clients are back; the last process to leave stops the embedded PostgreSQL. */
  close(): Promise<void>
}

export interface ConnectOptions {
  databaseUrl?: string | undefined
  dataDir: string
  /** What this process is: 'countersign server', 'countersign import', … */
  applicationName: string
  log: StoreLog
}

const limits = { max: 10, statement_timeout: 5000, idle_in_transaction_session_timeout: 10_000 }

/** Opens the database and refuses one that is not fit, with a StartError for a person. Secrets stay out of errors. */
export async function connect({
  databaseUrl,
  dataDir,
  applicationName,
  log,
}: ConnectOptions): Promise<Database> {
  if (databaseUrl) return open(readDatabaseUrl(databaseUrl), undefined, applicationName, log)
  const embedded = await startEmbedded({ dataDir, log })
  return open(embedded.config, embedded, applicationName, log)
}

async function open(
  address: pg.ClientConfig,
  embedded: Embedded | undefined,
  name: string,
  log: StoreLog,
): Promise<Database> {
  const session = (purpose: string): pg.ClientConfig => sessionConfig(address, purpose)
  const pool = openPool({ ...session(name), ...limits }, log)
  const close = async (): Promise<void> => {
    await pool.end()
    await embedded?.release()
  }
  try {
    await check(session(name), log)
  } catch (error) {
    await close()
    throw error
  }
  return {
    kind: embedded ? 'embedded' : 'external',
    pool,
    openClient: (purpose) => openClient(session(purpose), log),
    withoutTimeout: async (work) => {
      const unlimited = openPool({ ...session(name), max: 4 }, log)
      try {
        return await work(unlimited)
      } finally {
        await unlimited.end()
      }
    },
    watch: (onDown, onUp) => embedded?.watch(onDown, onUp),
    close,
  }
}

function sessionConfig(address: pg.ClientConfig, purpose: string): pg.ClientConfig {
  return {
    ...address,
    types: textTypes,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // By this prefix the processes that share an embedded PostgreSQL know each other.
    application_name: purpose.startsWith('countersign') ? purpose : `countersign ${purpose}`,
    // The text of a time depends on these two, and a server's or a role's own settings must not change it.
    options: `${address.options ?? ''} -c TimeZone=UTC -c DateStyle=ISO`.trim(),
  }
}

async function check(config: pg.ClientConfig, log: StoreLog): Promise<void> {
  let client: pg.Client
  try {
    client = await openClient(config, log)
  } catch (error) {
    throw new StartError(`The database cannot be reached: ${messageOf(error)}`)
  }
  try {
    await checkDatabase(client)
  } finally {
    await client.end()
  }
}

async function openClient(config: pg.ClientConfig, log: StoreLog): Promise<pg.Client> {
  const client = new pg.Client(config)
  reportLoss(client, log)
  await client.connect()
  return client
}

function openPool(config: pg.PoolConfig, log: StoreLog): pg.Pool {
  const pool = new pg.Pool(config)
  // The pool listens only to its idle clients; a checked-out one whose backend dies would end the process.
  pool.on('connect', (client) => reportLoss(client, log))
  // The loss of an idle client, told by its own listener already; without this one it would end the process.
  pool.on('error', () => undefined)
  return pool
}

function reportLoss(client: pg.ClientBase, log: StoreLog): void {
  client.on('error', (error) => log.warn(`A database connection was lost: ${messageOf(error)}`))
}
