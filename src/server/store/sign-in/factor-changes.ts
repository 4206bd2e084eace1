import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { personId, type UserKey } from '#contract/people.ts'
import type { SetUpIn } from '../../auth/local/accounts.ts'
import { signInOver } from '../../auth/local/prove.ts'
import { typedCode } from '../../auth/local/recovery-codes.ts'
import { needsSecondFactor } from '../../auth/stages.ts'
import { refused } from '../../refused.ts'
import { findCaller } from '../actor.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { createAccounts } from './accounts.ts'
import { keepAnAdmin } from './admins.ts'

type Tx = Transaction<Schema>

/** What stands for a recovery code in the database. */
export const hashOfCode = (code: string): Buffer => createHash('sha256').update(typedCode(code)).digest()

/** Two changes of one person's factors come one after another: else each would leave the other as the last. */
export async function lockPerson(transaction: Tx, { user_type, id }: UserKey): Promise<void> {
  await sql`SELECT FROM person WHERE (user_type, id) = (${user_type}, ${id}) FOR NO KEY UPDATE`.execute(
    transaction,
  )
}

export async function factorsOf(transaction: Tx, clock: () => Date, person: UserKey): Promise<number> {
  const own = await createAccounts(transaction, clock).find(person)
  return (own?.passkeys ?? 0) + (own?.totp ? 1 : 0)
}

/**
 * Adds a second factor to a person in a session of theirs, as `SetUpIn` has it; with their first all other sessions end in
 * which something is still to be proven: they were begun when a password was enough to set one up.
 */
export async function addFactor<T>(
  transaction: Tx,
  clock: () => Date,
  { person, session }: { readonly person: UserKey; readonly session: SetUpIn },
  add: () => Promise<T>,
): Promise<T> {
  const factors = await allowSetUp(transaction, clock, person, session)
  const added = await add()
  if (factors === 0)
    await transaction
      .deleteFrom('session')
      .where('user_type', '=', person.user_type)
      .where('actor', '=', person.id)
      .where('stage', '!=', 'complete')
      .where('id', '!=', session.id)
      .execute()
  return added
}

/** Locks a person and refuses what `SetUpIn` says. Returns how many second factors they have. */
export async function allowSetUp(
  transaction: Tx,
  clock: () => Date,
  person: UserKey,
  { id, stage }: SetUpIn,
): Promise<number> {
  await lockPerson(transaction, person)
  const session = await transaction
    .selectFrom('session')
    .select('id')
    .where('id', '=', id)
    .where('user_type', '=', person.user_type)
    .where('actor', '=', person.id)
    .executeTakeFirst()
  const factors = await factorsOf(transaction, clock, person)
  if (!session || (stage === 'enrol' && factors > 0)) throw signInOver()
  return factors
}

/** Takes a second factor away, unless it is the last of somebody whose roles take one. Recovery codes go with the last. */
export async function removeFactor(
  db: Kysely<Schema>,
  clock: () => Date,
  person: UserKey,
  take: (transaction: Tx) => Promise<boolean>,
): Promise<void> {
  await db.transaction().execute((transaction) =>
    keepAnAdmin(transaction, async () => {
      await lockPerson(transaction, person)
      if (!(await take(transaction))) throw refused('NotFound', 'You have no such second factor.')
      if ((await factorsOf(transaction, clock, person)) > 0) return
      const roles = (await findCaller(transaction, person))?.roles ?? []
      if (needsSecondFactor(roles))
        throw refused(
          'FailedPrecondition',
          'Your roles take a second factor, and this is your last. Set up another first.',
        )
      await deleteCodes(transaction, person)
    }),
  )
}

async function deleteCodes(transaction: Tx, { user_type, id }: UserKey): Promise<void> {
  await transaction
    .deleteFrom('recovery_code')
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .execute()
}

export async function putCodes(
  transaction: Tx,
  clock: () => Date,
  person: UserKey,
  codes: readonly string[],
): Promise<void> {
  await deleteCodes(transaction, person)
  await transaction
    .insertInto('recovery_code')
    .values(
      codes.map((code) => ({
        user_type: person.user_type,
        person_id: person.id,
        code_hash: hashOfCode(code),
        used_at: null,
      })),
    )
    .execute()
  await accountLog(transaction, clock).record('RECOVERY_CODES_MADE', { id: personId(person) }, person)
}
