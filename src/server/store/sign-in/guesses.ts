import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type Guesses, nextTry, rememberedMs, tooManyTries } from '../../auth/local/guesses.ts'
import { networkOf } from '../../auth/local/networks.ts'
import type { Schema } from '../database/schema.ts'

/** Wrong tries, counted in the database for all processes together. Whose they are is kept as a hash. */
export function createGuesses(db: Kysely<Schema>, clock: () => Date): Guesses {
  return {
    async begin(account, address, free) {
      const now = clock()
      const hash = createHash('sha256').update(account).digest()
      const network = networkOf(address)
      const { until, isLastFree, of } = await db.transaction().execute(async (transaction) => {
        // One after another for one account: else those that come at once would not see each other.
        await sql`SELECT pg_advisory_xact_lock(${hash.readInt32BE(0)}, ${hash.readInt32BE(4)})`.execute(
          transaction,
        )
        const since = new Date(now.getTime() - rememberedMs).toISOString()
        await transaction.deleteFrom('failed_sign_in').where('at', '<', since).execute()
        const ofNetwork = await wrongTries(transaction, hash, network)
        const here = nextTry(ofNetwork, free.network)
        const anywhere =
          free.all === undefined ? undefined : nextTry(await wrongTries(transaction, hash), free.all)
        const until = later(here, anywhere)
        const of = here && here > now ? ('network' as const) : ('account' as const)
        if (until && until > now) return { until, isLastFree: false, of }
        await transaction
          .insertInto('failed_sign_in')
          .values({ account_hash: hash, network, at: now.toISOString() })
          .execute()
        return { until: undefined, isLastFree: ofNetwork.length + 1 === free.network, of: 'network' as const }
      })
      if (until) throw tooManyTries(until, now, of)
      return {
        isLastFree,
        right: async () => {
          await db
            .deleteFrom('failed_sign_in')
            .where('account_hash', '=', hash)
            .where('network', '=', network)
            .execute()
        },
      }
    },
  }
}

/** When an account was tried wrongly, from one network or from any, the newest first. */
async function wrongTries(db: Kysely<Schema>, account: Buffer, network?: string): Promise<Date[]> {
  const rows = await db
    .selectFrom('failed_sign_in')
    .select('at')
    .where('account_hash', '=', account)
    .$if(network !== undefined, (query) => query.where('network', '=', network ?? ''))
    .orderBy('at', 'desc')
    .limit(1000)
    .execute()
  return rows.map(({ at }) => new Date(at))
}

function later(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a && (!b || a > b) ? a : b
}
