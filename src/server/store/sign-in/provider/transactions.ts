import { createHash, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import * as z from 'zod/mini'
import type { Transaction, Transactions } from '../../../auth/oidc/transactions.ts'
import type { Schema } from '../../database/schema.ts'
import type { Sealing } from '../sealing.ts'

const Kept = z.object({
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  window: z.boolean(),
  begun: z.number(),
  before: z.optional(z.string()),
  again: z.optional(
    z.object({ session: z.string(), person: z.object({ user_type: z.string(), id: z.string() }) }),
  ),
})

const hashOf = (text: string) => createHash('sha256').update(text).digest()
const purposeOf = (state: Buffer) => `oidc transaction ${state.toString('hex')}`

/** Sign-ins under way in the database: hashes of what the browser brings, the rest sealed. */
export function providerTransactions(
  db: Kysely<Schema>,
  clock: () => Date,
  { seal, open }: Sealing,
): Transactions {
  return {
    async begin(state, browser, transaction, expires) {
      const state_hash = hashOf(state)
      const text = JSON.stringify({ ...transaction, begun: transaction.begun.getTime() })
      await db.deleteFrom('oidc_transaction').where('expires_at', '<', clock().toISOString()).execute()
      await db
        .insertInto('oidc_transaction')
        .values({
          state_hash,
          cookie_hash: hashOf(browser),
          sealed: seal(text, purposeOf(state_hash)),
          expires_at: expires.toISOString(),
        })
        .execute()
    },

    async take(state, browser): Promise<Transaction | 'late' | 'other-browser'> {
      const state_hash = hashOf(state)
      const row = await db
        .deleteFrom('oidc_transaction')
        .where('state_hash', '=', state_hash)
        .returning(['cookie_hash', 'sealed', 'expires_at'])
        .executeTakeFirst()
      if (!row || Date.parse(row.expires_at) <= clock().getTime()) return 'late'
      if (browser === undefined || !timingSafeEqual(hashOf(browser), row.cookie_hash)) return 'other-browser'
      const text = open(row.sealed, purposeOf(state_hash))
      if (text === undefined) return 'late'
      const { again, before, begun, ...kept } = Kept.parse(JSON.parse(text))
      return {
        ...kept,
        begun: new Date(begun),
        ...(before !== undefined && { before }),
        ...(again && { again }),
      }
    },
  }
}
