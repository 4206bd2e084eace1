import { type Kysely, sql } from 'kysely'
import { personId } from '#contract/people.ts'
import { roles as allRoles } from '#contract/permissions.ts'
import type { LocalAccount, LocalAccounts } from '../../auth/local/accounts.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { endSessionsOf } from './own-sessions.ts'
import { comparedEmail, hasEmail } from './sign-in-emails.ts'

/** Passwords and profiles in the database. */
export function createAccounts(db: Kysely<Schema>, clock: () => Date): LocalAccounts {
  return {
    async findByEmail(email) {
      const rows = await accounts(db)
        .where('password_hash', 'is not', null)
        .where(hasEmail(email))
        .limit(2)
        .execute()
      // Of two with one email it is not said whose password this is.
      return rows.length === 1 && rows[0] ? accountOf(rows[0]) : undefined
    },

    async comparedEmail(email) {
      const { rows } = await sql<{
        email: string
      }>`SELECT ${comparedEmail(sql`${email}::text`)} AS email`.execute(db)
      return rows[0]?.email ?? ''
    },

    async find(person) {
      const row = await accounts(db)
        .where('person.user_type', '=', person.user_type)
        .where('person.id', '=', person.id)
        .executeTakeFirst()
      return row && accountOf(row)
    },

    async rehash({ user_type, id }, old, rehashed) {
      await db
        .updateTable('local_account')
        .set({ password_hash: rehashed })
        .where('user_type', '=', user_type)
        .where('person_id', '=', id)
        .where('password_hash', '=', old)
        .execute()
    },

    async changePassword(person, { proven, next }, keptSession) {
      const by = { id: personId(person) }
      return await db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('local_account')
          .set({ password_hash: next, password_changed_at: clock().toISOString() })
          .where('user_type', '=', person.user_type)
          .where('person_id', '=', person.id)
          .where('password_hash', '=', proven)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return false
        await accountLog(transaction, clock).record('PASSWORD_CHANGED', by, person)
        await endSessionsOf(transaction, clock, { person, by, except: keptSession })
        return true
      })
    },

    async findTimeZone({ user_type, id }) {
      const row = await db
        .selectFrom('person')
        .select('time_zone')
        .where('user_type', '=', user_type)
        .where('id', '=', id)
        .executeTakeFirst()
      return row?.time_zone ?? ''
    },

    async setTimeZone({ user_type, id }, timeZone) {
      await db
        .updateTable('person')
        .set({ time_zone: timeZone === '' ? null : timeZone })
        .where('user_type', '=', user_type)
        .where('id', '=', id)
        .execute()
    },
  }
}

function accounts(db: Kysely<Schema>) {
  return db
    .selectFrom('person')
    .leftJoin('local_account', (join) =>
      join
        .onRef('local_account.user_type', '=', 'person.user_type')
        .onRef('local_account.person_id', '=', 'person.id'),
    )
    .select(['person.user_type', 'person.id', 'email', 'name', 'roles', 'password_hash'])
    .select((where) => [
      where('totp_secret', 'is not', null).as('totp'),
      where
        .selectFrom('recovery_code')
        .select(where.fn.countAll().as('left'))
        .whereRef('recovery_code.user_type', '=', 'person.user_type')
        .whereRef('recovery_code.person_id', '=', 'person.id')
        .where('used_at', 'is', null)
        .as('codes'),
      where
        .selectFrom('passkey')
        .select(where.fn.countAll().as('number'))
        .whereRef('passkey.user_type', '=', 'person.user_type')
        .whereRef('passkey.person_id', '=', 'person.id')
        .as('passkeys'),
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof accounts>['executeTakeFirstOrThrow']>>

function accountOf(row: Row): LocalAccount {
  const { user_type, id, email, name } = row
  return {
    person: { user_type, id, email, name },
    roles: allRoles.filter((role) => row.roles.includes(role)),
    passwordHash: row.password_hash ?? undefined,
    totp: Boolean(row.totp),
    recoveryCodes: Number(row.codes),
    passkeys: Number(row.passkeys),
  }
}
