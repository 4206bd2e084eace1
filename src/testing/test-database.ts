import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openStore, type Store } from '#server/store/open.ts'

/** A database of its own, named `countersign_test_…`, with the newest schema; `drop` removes it again. */
export type TestDatabase = { readonly url: string; readonly store: Store; drop(): Promise<void> }

/** Creates a test database on the given server. The server's own databases are never touched. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `countersign_test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`)
  const url = withDatabase(serverUrl, name)
  const quiet = () => undefined
  const store = await openStore({
    databaseUrl: url,
    dataDir: '',
    applicationName: 'countersign test',
    log: { info: quiet, warn: quiet },
  })
  return {
    url,
    store,
    drop: async () => {
      await store.close()
      await onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
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
