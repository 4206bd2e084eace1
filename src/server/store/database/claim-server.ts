import type pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './connect.ts'

/** The right to be the one server of an embedded database. */
export interface Claim {
  release(): Promise<void>
}

// Two numbers that mean nothing but "the server of this database".
const lock = [0x636f756e, 1]
// PostgreSQL keeps 63 bytes of an application name, so 44 of an address.
const prefix = 'server '

/**
 * Claims an embedded database for the server at an address (`http://127.0.0.1:4870`), or tells the address of the one
 * that holds it. The lock belongs to a session, so it goes with its process, kill -9 included, and is taken again after
 * a restart of PostgreSQL. Servers that share a DATABASE_URL may be many and do not claim.
 */
export async function claimServer(db: Database, address: string): Promise<Claim | { heldBy: string }> {
  const taken = await take(db, address)
  return 'heldBy' in taken ? taken : new HeldClaim(() => take(db, address), taken.client)
}

class HeldClaim implements Claim {
  readonly #retake: () => ReturnType<typeof take>
  #client: pg.Client | undefined
  #released = false
  #retaking: Promise<void> = Promise.resolve()

  constructor(retake: () => ReturnType<typeof take>, client: pg.Client) {
    this.#retake = retake
    this.#hold(client)
  }

  async release(): Promise<void> {
    this.#released = true
    await this.#retaking
    await this.#client?.end()
  }

  #hold(client: pg.Client): void {
    this.#client = client
    client.once('end', () => {
      this.#client = undefined
      this.#retaking = this.#takeAgain()
    })
  }

  async #takeAgain(): Promise<void> {
    while (!this.#released && !this.#client) {
      await sleep(200)
      // PostgreSQL is not back yet: its watch reports that, and the next round tries again.
      const taken = await this.#retake().catch(() => undefined)
      if (taken && 'client' in taken) this.#hold(taken.client)
    }
  }
}

async function take(db: Database, address: string): Promise<{ client: pg.Client } | { heldBy: string }> {
  const client = await db.openClient(prefix + address)
  try {
    // The session of a server that was killed a moment ago needs some milliseconds to go.
    for (let tries = 0; tries < 10; tries++) {
      if (await tryLock(client)) return { client }
      await sleep(50)
    }
    const heldBy = await holder(client)
    await client.end()
    return { heldBy }
  } catch (error) {
    await client.end()
    throw error
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', lock)
  return rows[0]?.held === true
}

async function holder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity where pid in (select pid from pg_locks
      where locktype = 'advisory' and classid = $1 and objid = $2 and granted
        and database = (select oid from pg_database where datname = current_database()))`,
    lock,
  )
  return rows[0]?.name.replace(/^countersign server /, '') ?? 'an unknown address'
}
