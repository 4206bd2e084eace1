import { fileURLToPath } from 'node:url'
import { createApp } from './app.ts'
import { demoIfEmpty } from './cli/demo-if-empty.ts'
import { addressOf, type Config, isLoopback, readConfig, refuseOpenHost } from './config.ts'
import { portOf } from './auth/loopback.ts'
import { listen } from './listen.ts'
import { localProviderSignIn } from './local-provider-sign-in.ts'
import { type OidcConfig, readOidcConfig } from './oidc-config.ts'
import { claimServer } from './store/database/claim-server.ts'
import { createAccessLog } from './store/access-log.ts'
import { localSignIn } from './local-sign-in.ts'
import { localBackend } from './local-backend.ts'
import { localAccounts } from './local-accounts.ts'
import { allLocalExports } from './local-own-exports.ts'
import { startReviewJobs } from './jobs/review-jobs.ts'
import { type ExportDir, exportDirOf } from './jobs/exports/export-dir.ts'
import { keepWorker } from './jobs/worker-process.ts'
import { openStore, type Store } from './store/database/open.ts'
import { signerOf } from './store/export-keys.ts'
import { notesAtStart } from './store/sign-in/first-admin-notes.ts'
import { createSetUp } from './store/sign-in/set-up.ts'
import { createPeople } from './store/people.ts'
import { secretFor } from './store/database/secrets.ts'

const clock = () => new Date()

/** Opens the store, claims the data directory, loads the demonstration on an empty one, listens; closes in reverse. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  refuseOpenHost(config)
  const oidc = readOidcConfig(process.env, config.publicUrl)
  const store = await openStore({
    ...config,
    applicationName: 'countersign server',
    log,
  })
  const closing = [() => store.close()]
  const closeAll = async () => {
    for (const close of closing.toReversed()) await close()
  }
  try {
    if (store.database.kind === 'embedded') {
      const claim = await claimed(store, config)
      closing.push(() => claim.release())
      if (config.demo && isLoopback(config.host)) await demoIfEmpty(store, process.stderr)
    }
    const exportDir = await exportDirOf(store, config.exportDir)
    await signerOf(store.db)
    const { app, accessLog } = await appOf({ ...config, oidc }, store, exportDir)
    const jobs = startReviewJobs(store, clock, log)
    const worker = keepWorker(new URL('./worker.js', import.meta.url), log)
    closing.push(
      () => accessLog.close(),
      () => jobs.stop(),
      () => worker.stop(),
      () => app.close(),
    )
    await listen(app, config)
    closeOnSignal(closeAll)
    const address = addressOf({ ...config, port: portOf(app) ?? config.port })
    say(`Countersign is at ${address}`)
    for (const note of await notesAtStart(store.db, address, clock())) say(note)
  } catch (error) {
    await closeAll()
    throw error
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

const log = { info: say, warn: say }

async function claimed(store: Store, config: Config) {
  const claim = await claimServer(store.database, addressOf({ ...config, publicUrl: undefined }))
  if ('release' in claim) return claim
  throw new Error(
    `another server already serves this data directory, at ${claim.heldBy}. Use that one, or stop it first.`,
  )
}

async function appOf(
  config: Config & { readonly oidc: OidcConfig | undefined },
  store: Store,
  exportDir: ExportDir,
) {
  const accessLog = createAccessLog(store.db, clock)
  const app = await createApp({
    backend: localBackend(store, allLocalExports({ store, dir: exportDir, clock }, log), clock, log),
    people: createPeople(store, clock, { local: config.publicUrl === undefined, accounts: config.demo }),
    accounts: localAccounts(store, clock, config.oidc?.roles !== undefined),
    providerSignIn: await localProviderSignIn(store, config, clock, log),
    setUp: createSetUp(store.db, clock),
    signIn: await localSignIn(store, clock),
    accessLog,
    clock,
    pageTokenKey: await secretFor(store.db, 'page-tokens'),
    outboxSecrets: {
      actors: await secretFor(store.db, 'outbox-actors'),
      keys: await secretFor(store.db, 'outbox-keys'),
    },
    webRoot: fileURLToPath(new URL('../web/', import.meta.url)),
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    rate: { perSecond: 100, burst: 200 },
    turns: { atOnce: 4, waitMs: 10_000 },
    logLevel: config.logLevel,
    checkReplies: false,
  })
  return { app, accessLog }
}

function closeOnSignal(close: () => Promise<void>): void {
  let closing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1) // a second signal does not wait
      closing = true
      close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      )
    })
  }
}

function fail(error: unknown): never {
  process.stderr.write(
    `Countersign could not go on: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exit(1)
}

main().catch(fail)
