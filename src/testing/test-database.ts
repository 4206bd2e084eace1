import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openStore, type Store } from '#server/store/database/open.ts'

/** A database of its own, named `countersign_test_…`, with the newest schema; `drop` removes it again. */
export type TestDatabase = { readonly url: string; readonly store: Store; drop(): Promise<void> }

/** Creates a test database on the given server, of the run's template. The server's own databases are never touched. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = newName()
  const template = inject('templateDatabase')
  // To copy files is cheaper than to log every page of them.
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
  const url = withDatabase(serverUrl, name)
  const store = await openTestStore(url)
  return {
    url,
    store,
    drop: async () => {
      await store.close()
      await dropDatabase(serverUrl, name)
    },
  }
}

/** Makes an empty database with the newest schema, of which a run's others are copies: migrating each takes longer. */
export async function createTemplateDatabase(serverUrl: string): Promise<string> {
  const name = newName()
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`)
  const store = await openTestStore(withDatabase(serverUrl, name))
  await store.close()
  // Nothing else may be connected to what is copied, autovacuum neither.
  await onServer(serverUrl, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
  return name
}

/** Removes a test database and ends whatever is still connected to it. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
}

function newName(): string {
  return `countersign_test_${randomBytes(6).toString('hex')}`
}

function openTestStore(databaseUrl: string): Promise<Store> {
  const quiet = () => undefined
  return openStore({
    databaseUrl,
    dataDir: '',
    applicationName: 'countersign test',
    log: { info: quiet, warn: quiet },
  })
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`)
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
