import type { Kysely, Transaction } from 'kysely'
import { personId, type UserKey } from '#contract/people.ts'
import type { ConfirmedTotp, SecondFactorStore } from '../../auth/local/accounts.ts'
import { signInOver } from '../../auth/local/prove.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { createAccounts } from './accounts.ts'
import { addFactor, allowSetUp, putCodes, removeFactor } from './factor-changes.ts'
import type { Sealing } from './sealing.ts'

type TotpSecrets = Pick<
  SecondFactorStore,
  'beginTotp' | 'findPendingTotp' | 'findTotp' | 'confirmTotp' | 'spendTotpStep' | 'removeTotp'
>

const purposeOf = (person: UserKey): string => `totp ${personId(person)}`

/** Secrets of authenticator apps in the database, sealed. */
export function totpSecrets(db: Kysely<Schema>, clock: () => Date, sealing: Sealing): TotpSecrets {
  const open = (sealed: Buffer | null | undefined, person: UserKey) =>
    sealed ? sealing.open(sealed, purposeOf(person)) : undefined
  return {
    async beginTotp(person, secret, session) {
      await db.transaction().execute(async (transaction) => {
        await allowSetUp(transaction, clock, person, session)
        await account(transaction, person)
          .set({ totp_pending: sealing.seal(secret, purposeOf(person)) })
          .execute()
      })
    },

    findPendingTotp: async (person) => open((await secretsOf(db, person))?.totp_pending, person),
    findTotp: async (person) => open((await secretsOf(db, person))?.totp_secret, person),

    async confirmTotp(person, totp, session) {
      return await db.transaction().execute((transaction) =>
        addFactor(transaction, clock, { person, session }, async () => {
          const pending = open((await secretsOf(transaction, person))?.totp_pending, person)
          if (pending !== totp.secret) throw signInOver()
          return await confirm(transaction, clock, person, totp)
        }),
      )
    },

    async spendTotpStep(person, step) {
      const { numUpdatedRows } = await account(db, person)
        .set({ totp_last_step: String(step) })
        .where((where) =>
          where.or([where('totp_last_step', 'is', null), where('totp_last_step', '<', String(step))]),
        )
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async removeTotp(person) {
      await removeFactor(db, clock, person, async (transaction) => {
        const { numUpdatedRows } = await account(transaction, person)
          .set({ totp_secret: null, totp_pending: null, totp_last_step: null })
          .where('totp_secret', 'is not', null)
          .executeTakeFirst()
        if (numUpdatedRows > 0n)
          await accountLog(transaction, clock).record('TOTP_REMOVED', { id: personId(person) }, person)
        return numUpdatedRows > 0n
      })
    },
  }
}

/** The secret that was begun counts from now on. */
async function confirm(
  transaction: Transaction<Schema>,
  clock: () => Date,
  person: UserKey,
  { step, codes }: ConfirmedTotp,
): Promise<{ readonly codesKept: boolean }> {
  await account(transaction, person)
    .set((where) => ({
      totp_secret: where.ref('totp_pending'),
      totp_pending: null,
      totp_last_step: String(step),
    }))
    .execute()
  await accountLog(transaction, clock).record('TOTP_ADDED', { id: personId(person) }, person)
  const codesKept = (await createAccounts(transaction, clock).find(person))?.recoveryCodes === 0
  if (codesKept) await putCodes(transaction, clock, person, codes)
  return { codesKept }
}

function account(db: Kysely<Schema>, { user_type, id }: UserKey) {
  return db.updateTable('local_account').where('user_type', '=', user_type).where('person_id', '=', id)
}

async function secretsOf(db: Kysely<Schema>, { user_type, id }: UserKey) {
  return await db
    .selectFrom('local_account')
    .select(['totp_secret', 'totp_pending'])
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .executeTakeFirst()
}
