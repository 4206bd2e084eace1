import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import { connect, type ConnectOptions, type Database } from './connect.ts'
import { migrate } from './migrate.ts'
import { preparing } from './preparing.ts'
import type { Schema } from './schema.ts'

/**
 * An open, migrated database. `db` runs short statements; `prepared` runs those that are asked very often and always in
 * the same words; long ones take a client of their own from `database`.
 */
export type Store = {
  readonly database: Database
  readonly db: Kysely<Schema>
  readonly prepared: Kysely<Schema>
  close(): Promise<void>
}

/**
 * Connects to DATABASE_URL or to the embedded PostgreSQL of the data directory (starting it when none runs),
 * brings the schema up to date and returns the store. Throws errors meant for the operator.
 */
export async function openStore(options: ConnectOptions): Promise<Store> {
  const database = await connect(options)
  try {
    await database.withoutTimeout(migrate)
  } catch (error) {
    await database.close()
    throw error
  }
  const { pool } = database
  return {
    database,
    db: on(pool),
    prepared: on(preparing(pool)),
    close: () => database.close(),
  }
}

/** Runs work whose statements have no time limit, on connections of its own. */
export async function withoutTimeout<T>(
  { database }: Pick<Store, 'database'>,
  work: (db: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  return await database.withoutTimeout((pool) => work(on(pool)))
}

const on = (pool: PostgresPool) => new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
