import type { AddressInfo } from 'node:net'
import type { Scope } from '#contract/permissions.ts'
import { createApp } from '#server/app.ts'
import { createAccessLog } from '#server/store/access-log.ts'
import { storeBackend } from '#server/store/backend.ts'
import { createPeople } from '#server/store/people.ts'
import { secretFor } from '#server/store/secrets.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** The real server over a test database, listening on a port of its own. Replies are checked against the contract. */
export type TestServer = {
  readonly url: string
  readonly port: number
  readonly database: TestDatabase
  readonly people: ReturnType<typeof createPeople>
  /** A key for these scopes. */
  key(...scopes: Scope[]): Promise<string>
  /** A GET with a key; the parsed body beside the status. */
  get(path: string, key?: string): Promise<{ status: number; body: unknown; headers: Headers }>
  close(): Promise<void>
}

type Overrides = Partial<Pick<Parameters<typeof createApp>[0], 'rate' | 'publicUrl' | 'webRoot'>>

export async function startServer(postgresUrl: string, overrides: Overrides = {}): Promise<TestServer> {
  const database = await createTestDatabase(postgresUrl)
  const clock = () => new Date()
  const people = createPeople(database.store.db, clock)
  const accessLog = createAccessLog(database.store.db, clock)
  const app = await createApp({
    backend: storeBackend(database.store),
    people,
    accessLog,
    pageTokenKey: await secretFor(database.store.db, 'page-tokens'),
    webRoot: undefined,
    publicUrl: undefined,
    rate: { perSecond: 100_000, burst: 200_000 },
    logLevel: 'silent',
    checkReplies: true,
    ...overrides,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    port,
    database,
    people,
    key: async (...scopes) => (await people.createKey(scopes, 1)).key,
    get: async (path, key) => {
      const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
      const response = await fetch(url + path, { headers })
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
    },
    close: async () => {
      await app.close()
      await accessLog.close()
      await database.drop()
    },
  }
}
