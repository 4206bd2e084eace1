import type { Kysely } from 'kysely'
import { personId, type UserKey } from '#contract/people.ts'
import type { SecondFactorStore } from '../../auth/local/accounts.ts'
import { refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { factorsOf, hashOfCode, lockPerson, putCodes, removeFactor } from './factor-changes.ts'
import type { Sealing } from './sealing.ts'
import { totpSecrets } from './totp-secrets.ts'

/** Second factors in the database: secrets sealed, codes as hashes. */
export function createSecondFactors(
  db: Kysely<Schema>,
  clock: () => Date,
  sealing: Sealing,
): SecondFactorStore {
  return {
    ...totpSecrets(db, clock, sealing),
    spendRecoveryCode: (person, code) => spendCode(db, clock, person, code),

    async replaceRecoveryCodes(person, codes) {
      await db.transaction().execute(async (transaction) => {
        await lockPerson(transaction, person)
        if ((await factorsOf(transaction, clock, person)) === 0)
          throw refused('FailedPrecondition', 'Set up an authenticator app or a passkey first.')
        await putCodes(transaction, clock, person, codes)
      })
    },

    async removePasskey(person, id) {
      await removeFactor(db, clock, person, async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('passkey')
          .where('credential_id', '=', id)
          .where('user_type', '=', person.user_type)
          .where('person_id', '=', person.id)
          .executeTakeFirst()
        if (numDeletedRows > 0n)
          await accountLog(transaction, clock).record('PASSKEY_REMOVED', { id: personId(person) }, person)
        return numDeletedRows > 0n
      })
    },

    async listPasskeys({ user_type, id }) {
      const rows = await db
        .selectFrom('passkey')
        .select(['credential_id', 'name', 'created_at', 'last_used_at'])
        .where('user_type', '=', user_type)
        .where('person_id', '=', id)
        .orderBy('created_at')
        .orderBy('credential_id')
        .execute()
      return rows.map((row) => ({
        id: row.credential_id,
        name: row.name,
        created_at: new Date(row.created_at).toISOString(),
        last_used_at: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
      }))
    },
  }
}

async function spendCode(
  db: Kysely<Schema>,
  clock: () => Date,
  person: UserKey,
  code: string,
): Promise<boolean> {
  return await db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('recovery_code')
      .set({ used_at: clock().toISOString() })
      .where('user_type', '=', person.user_type)
      .where('person_id', '=', person.id)
      .where('code_hash', '=', hashOfCode(code))
      .where('used_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows > 0n)
      await accountLog(transaction, clock).record('RECOVERY_CODE_USED', { id: personId(person) }, person)
    return numUpdatedRows > 0n
  })
}
