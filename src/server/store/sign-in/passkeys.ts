import type { Kysely, Transaction } from 'kysely'
import { personId, type UserKey } from '#contract/people.ts'
import type { NewPasskey, PasskeyStore, StoredPasskey } from '../../auth/local/accounts.ts'
import { refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { createAccounts } from './accounts.ts'
import { lockAdmins } from './admins.ts'
import { closeForAdmin } from './entrance.ts'
import { addFactor, putCodes } from './factor-changes.ts'
import { hashOfToken } from './sealing.ts'

const challengeLifeMs = 5 * 60_000
const maxPasskeys = 20
const columns = ['credential_id', 'public_key', 'counter', 'transports'] as const

/** Passkeys in the database, and challenges that each are answered once. */
export function createPasskeys(db: Kysely<Schema>, clock: () => Date): PasskeyStore {
  return {
    async keepChallenge(challenge, person) {
      const now = clock()
      await db.deleteFrom('passkey_challenge').where('expires_at', '<', now.toISOString()).execute()
      await db
        .insertInto('passkey_challenge')
        .values({
          challenge_hash: hashOfToken(challenge),
          user_type: person?.user_type ?? null,
          person_id: person?.id ?? null,
          expires_at: new Date(now.getTime() + challengeLifeMs).toISOString(),
        })
        .execute()
    },

    async takeChallenge(challenge) {
      const row = await db
        .deleteFrom('passkey_challenge')
        .where('challenge_hash', '=', hashOfToken(challenge))
        .where('expires_at', '>', clock().toISOString())
        .returning(['user_type', 'person_id'])
        .executeTakeFirst()
      if (!row) return undefined
      const { user_type, person_id } = row
      return user_type === null || person_id === null ? 'anybody' : { user_type, id: person_id }
    },

    async findPasskeys(person) {
      const rows = await db
        .selectFrom('passkey')
        .select(columns)
        .where('user_type', '=', person.user_type)
        .where('person_id', '=', person.id)
        .execute()
      return rows.map(passkeyOf)
    },

    async findPasskey(id) {
      const row = await db
        .selectFrom('passkey')
        .select([...columns, 'user_type', 'person_id'])
        .where('credential_id', '=', id)
        .executeTakeFirst()
      return row && { owner: { user_type: row.user_type, id: row.person_id }, passkey: passkeyOf(row) }
    },

    async countPasskey(id, from, to) {
      const { numUpdatedRows } = await db
        .updateTable('passkey')
        .set({ counter: String(to), last_used_at: clock().toISOString() })
        .where('credential_id', '=', id)
        .where('counter', '=', String(from))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    addPasskey: (person, made, session) =>
      db.transaction().execute(async (transaction) => {
        await lockAdmins(transaction)
        return await addFactor(transaction, clock, { person, session }, () =>
          addPasskey(transaction, clock, person, made),
        )
      }),
  }
}

async function addPasskey(
  transaction: Transaction<Schema>,
  clock: () => Date,
  person: UserKey,
  { passkey, name, codes }: NewPasskey,
): Promise<{ codesKept: boolean }> {
  const { numInsertedOrUpdatedRows = 0n } = await transaction
    .insertInto('passkey')
    .values({
      credential_id: passkey.id,
      user_type: person.user_type,
      person_id: person.id,
      public_key: Buffer.from(passkey.publicKey),
      counter: String(passkey.counter),
      transports: [...passkey.transports],
      name,
      created_at: clock().toISOString(),
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) throw refused('FailedPrecondition', 'This passkey is there already.')
  const { number } = await transaction
    .selectFrom('passkey')
    .select(({ fn }) => fn.countAll().as('number'))
    .where('user_type', '=', person.user_type)
    .where('person_id', '=', person.id)
    .executeTakeFirstOrThrow()
  if (Number(number) > maxPasskeys)
    throw refused('FailedPrecondition', `You have ${maxPasskeys} passkeys. Remove one first.`)
  await accountLog(transaction, clock).record('PASSKEY_ADDED', { id: personId(person) }, person)
  const codesKept = (await createAccounts(transaction, clock).find(person))?.recoveryCodes === 0
  if (codesKept) await putCodes(transaction, clock, person, codes)
  await closeForAdmin(transaction, { actor: { id: personId(person) }, now: clock() })
  return { codesKept }
}

function passkeyOf(row: {
  readonly credential_id: string
  readonly public_key: Buffer
  readonly counter: string
  readonly transports: readonly string[]
}): StoredPasskey {
  return {
    id: row.credential_id,
    publicKey: new Uint8Array(row.public_key),
    counter: Number(row.counter),
    transports: row.transports,
  }
}
