import { setTimeout as sleep } from 'node:timers/promises'
import { chooseAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { exclusively } from './exclusive.ts'
import { clusterUser, ensureCluster, readPassword } from './initdb.ts'
import { openDataDir, socketPort } from './paths.ts'
import { type EmbeddedConfig, openPresence, type Presence } from './presence.ts'
import { ensureRunning, type Place, type Running } from './start.ts'
import { codeOf, messageOf, StartError, type StoreLog } from './start-error.ts'
import { hurryStopping, stopPostgres } from './stop.ts'

/** So often it is looked whether somebody has told PostgreSQL to stop. */
const lookEveryMs = 1000

/** The embedded PostgreSQL as one process sees it. */
export interface Embedded {
  /** For pg; `host` is the directory of the socket. Holds the password: never log it. */
  config: EmbeddedConfig
  /** It ran already when this process came. */
  adopted: boolean
  postmasterPid(): number
  /** Calls back when PostgreSQL has gone and when it is back; it is started again in between. */
  watch(onDown: () => void, onUp: () => void): void
  /** Leaves, and stops PostgreSQL if no other process of ours uses it. Close your connections first. */
  release(): Promise<'stopped' | 'in use'>
  /** Leaves and stops PostgreSQL whoever uses it. */
  stop(): Promise<void>
}

/**
 * Brings up the embedded PostgreSQL of a data directory, or joins the one that another process has brought up.
 * Throws StartError with a reason for a person when that cannot be.
 */
export async function startEmbedded({ dataDir, log }: { dataDir: string; log: StoreLog }): Promise<Embedded> {
  if (process.platform === 'win32') {
    throw new StartError(
      'The embedded PostgreSQL needs Linux or macOS. Set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
  const layout = openDataDir(dataDir)
  const binaries = findBinaries()
  return exclusively(layout.dataDir, log, async () => {
    const account = chooseAccount(binaries, layout)
    const place = { binaries, account, layout, log }
    await ensureCluster(place)
    const keeper = new Keeper(place, readPassword(layout))
    await keeper.join()
    return keeper
  })
}

class Keeper implements Embedded {
  adopted = false
  readonly #place: Place
  readonly #password: string
  readonly #watchers: { onDown: () => void; onUp: () => void }[] = []
  #running: Running | undefined
  #presence: Presence | undefined
  #recovery: Promise<void> = Promise.resolve()
  #leaving = false
  readonly #looking: NodeJS.Timeout

  constructor(place: Place, password: string) {
    this.#place = place
    this.#password = password
    this.#looking = setInterval(() => {
      if (this.#presence && this.#running) hurryStopping(this.#running, place.layout.cluster)
    }, lookEveryMs).unref()
  }

  get config(): EmbeddedConfig {
    const host = this.#running?.socketDir ?? this.#place.layout.sockets
    return { host, port: socketPort, user: clusterUser, password: this.#password, database: 'postgres' }
  }

  postmasterPid(): number {
    return this.#running?.pid ?? Number.NaN
  }

  watch(onDown: () => void, onUp: () => void): void {
    this.#watchers.push({ onDown, onUp })
  }

  // With the lock held: nobody of ours can stop PostgreSQL between its start and our connection. It may still die there,
  // killed a moment ago and accepting to the last.
  async join(): Promise<void> {
    const begun = performance.now()
    while (!this.#presence) {
      this.#running = await ensureRunning(this.#place)
      this.adopted = this.#running.adopted
      try {
        this.#presence = await openPresence(this.config, () => this.#lost())
      } catch (error) {
        const refused = codeOf(error).startsWith('28')
        if (refused || performance.now() - begun > 10_000) throw error
        await sleep(50)
      }
    }
  }

  async release(): Promise<'stopped' | 'in use'> {
    return this.#leave((presence) => presence.isLast())
  }

  async stop(): Promise<void> {
    await this.#leave(async () => true)
  }

  async #leave(mayStop: (presence: Presence) => Promise<boolean>): Promise<'stopped' | 'in use'> {
    this.#leaving = true
    clearInterval(this.#looking)
    await this.#recovery
    const { layout, log } = this.#place
    return exclusively(layout.dataDir, log, async () => {
      const [presence, running] = [this.#presence, this.#running]
      if (!presence || !running) return 'stopped'
      this.#presence = undefined
      const last = await mayStop(presence).catch((error: unknown) => {
        log.warn(`PostgreSQL is left as it is: ${messageOf(error)}`)
        return false
      })
      await presence.close()
      if (last) await stopPostgres(running, layout.cluster)
      return last ? 'stopped' : 'in use'
    })
  }

  #lost(): void {
    this.#presence = undefined
    this.#recovery = this.#recover()
  }

  async #recover(): Promise<void> {
    if (this.#leaving) return
    const { layout, log } = this.#place
    log.warn('PostgreSQL has gone; starting it again.')
    for (const { onDown } of this.#watchers) onDown()
    while (!this.#leaving && !this.#presence) {
      try {
        await exclusively(layout.dataDir, log, () => this.join())
      } catch (error) {
        log.warn(`PostgreSQL is not back yet: ${messageOf(error)}`)
        await sleep(500)
      }
    }
    if (!this.#presence) return
    log.info('PostgreSQL is back.')
    for (const { onUp } of this.#watchers) onUp()
  }
}
