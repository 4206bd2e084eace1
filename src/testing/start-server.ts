import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import type { Role, Scope } from '#contract/permissions.ts'
import type { StartedSession } from '#server/auth/sessions.ts'
import { createApp } from '#server/app.ts'
import { type ExportDir, exportDirOf } from '#server/jobs/exports/export-dir.ts'
import { createAccessLog } from '#server/store/access-log.ts'
import { localProviderSignIn } from '#server/local-provider-sign-in.ts'
import type { OidcConfig } from '#server/oidc-config.ts'
import { localSignIn } from '#server/local-sign-in.ts'
import { localBackend } from '#server/local-backend.ts'
import { localAccounts } from '#server/local-accounts.ts'
import { allLocalExports } from '#server/local-own-exports.ts'
import { signerOf } from '#server/store/export-keys.ts'
import { createSessions } from '#server/store/sign-in/sessions.ts'
import { createSetUp } from '#server/store/sign-in/set-up.ts'
import { createPeople } from '#server/store/people.ts'
import { secretFor } from '#server/store/database/secrets.ts'
import { aUser } from './review-data.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** What a page sends with every call that changes something. */
export const pageHeaders = {
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-requested-with': 'countersign',
}

export type Answer = { readonly status: number; readonly body: unknown; readonly headers: Headers }

/** The real server over a test database, listening on a port of its own. Replies are checked against the contract. */
export type TestServer = {
  readonly url: string
  readonly port: number
  readonly database: TestDatabase
  readonly people: ReturnType<typeof createPeople>
  /** Where files of exports are; a test that makes some starts a worker on it. */
  readonly exportDir: ExportDir
  /** A key for these scopes, of the local auditor. */
  key(...scopes: Scope[]): Promise<string>
  /** A key for these scopes that belongs to somebody of the directory. */
  keyOf(owner: UserKey, ...scopes: Scope[]): Promise<string>
  /** Makes `aUser(id)` a person with these roles. Returns the cookie of a whole session of theirs. */
  signIn(id: string, ...roles: Role[]): Promise<string>
  /** The same of an account of the demonstration, which comes in by the open entrance. */
  signInDemo(id: string, ...roles: Role[]): Promise<string>
  /** A GET with a key; the parsed body beside the status. */
  get(path: string, key?: string): Promise<Answer>
  /** Any request; `body` goes as JSON. */
  send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: unknown,
  ): Promise<Answer>
  close(): Promise<void>
}

type Overrides = Partial<
  Pick<
    Parameters<typeof createApp>[0],
    'rate' | 'logLevel' | 'logTo' | 'turns' | 'publicUrl' | 'trustedProxies' | 'webRoot'
  >
> & {
  readonly accounts?: boolean
  readonly clock?: () => Date
  readonly oidc?: OidcConfig
  /** One that is known before, for a `publicUrl` of this machine. */
  readonly port?: number
}

export async function startServer(
  postgresUrl: string,
  { accounts = true, clock = () => new Date(), oidc, port: wanted = 0, ...overrides }: Overrides = {},
): Promise<TestServer> {
  const database = await createTestDatabase(postgresUrl)
  const { store } = database
  const people = createPeople(store, clock, { local: overrides.publicUrl === undefined, accounts })
  const sessions = createSessions(store, clock, { local: false, accounts: false })
  const accessLog = createAccessLog(store.db, clock)
  const log = { info: () => undefined, warn: () => undefined }
  const exportDir = await exportDirOf(store, await mkdtemp(join(tmpdir(), 'countersign-test-exports-')))
  await signerOf(store.db)
  const app = await createApp({
    backend: localBackend(store, allLocalExports({ store, dir: exportDir, clock }, log), clock, log),
    people,
    accounts: localAccounts(store, clock, oidc?.roles !== undefined),
    providerSignIn: await localProviderSignIn(store, { oidc, publicUrl: overrides.publicUrl }, clock, log),
    setUp: createSetUp(store.db, clock),
    signIn: await localSignIn(store, clock),
    accessLog,
    clock,
    pageTokenKey: await secretFor(store.db, 'page-tokens'),
    outboxSecrets: {
      actors: await secretFor(store.db, 'outbox-actors'),
      keys: await secretFor(store.db, 'outbox-keys'),
    },
    webRoot: undefined,
    publicUrl: undefined,
    trustedProxies: [],
    rate: { perSecond: 100_000, burst: 200_000 },
    turns: { atOnce: 4, waitMs: 10_000 },
    logLevel: 'silent',
    checkReplies: true,
    ...overrides,
  })
  await app.listen({ host: '127.0.0.1', port: wanted })
  const secure = overrides.publicUrl?.startsWith('https:') ?? false
  const cookieName = secure ? '__Host-Http-countersign' : 'countersign'
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const send: TestServer['send'] = async (method, path, headers, body) => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    return answerOf(await fetch(url + path, init))
  }
  return {
    url,
    port,
    database,
    people,
    exportDir,
    key: async (...scopes) => (await people.createKey(scopes, 1)).key,
    keyOf: async (owner, ...scopes) => (await people.createKey(scopes, 1, owner)).key,
    signIn: async (id, ...roles) => {
      await putPerson(database, aUser(id), { roles, demo: false })
      const person = { person: aUser(id), method: 'password', stage: 'complete' } as const
      return cookieOf(await sessions.start({ ...person, replaced: undefined, from }), cookieName)
    },
    signInDemo: async (id, ...roles) => {
      await putPerson(database, aUser(id), { roles, demo: true })
      return cookieOf(await people.startSession(aUser(id), undefined, from), cookieName)
    },
    get: (path, key) => send('GET', path, key === undefined ? {} : { authorization: `Bearer ${key}` }),
    send,
    close: async () => {
      await app.close()
      await accessLog.close()
      await database.drop()
      await rm(exportDir.path, { recursive: true })
    },
  }
}

const from = { userAgent: '', address: '' }

async function putPerson(
  { store }: TestDatabase,
  user: WorkflowUser,
  is: { readonly roles: Role[]; readonly demo: boolean },
): Promise<void> {
  await store.db
    .insertInto('person')
    .values({ ...user, ...is, manager_type: null, manager_id: null })
    .onConflict((conflict) => conflict.columns(['user_type', 'id']).doUpdateSet(is))
    .execute()
}

function cookieOf(started: StartedSession | undefined, name: string): string {
  if (!started) throw new Error('nobody can sign in without a role')
  return `${name}=${started.token}`
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    body: isJson && text !== '' ? JSON.parse(text) : text,
    headers: response.headers,
  }
}
