import { createHash } from 'node:crypto'
import { type Expression, type ExpressionBuilder, type Kysely, sql, type SqlBool } from 'kysely'
import type { LogoutToken } from '../../../auth/oidc/logout-token.ts'
import type { ProviderSessions } from '../../../auth/oidc/provider-sessions.ts'
import type { Schema } from '../../database/schema.ts'
import { accountLog } from '../account-log.ts'
import type { Sealing } from '../sealing.ts'
import { hashOfToken } from '../sealing.ts'

const purposeOf = (subject: string) => `id token of ${subject}`

/** Sessions in the database that began at the provider `issuer`. */
export function providerSessions(
  db: Kysely<Schema>,
  clock: () => Date,
  { seal, open }: Sealing,
  issuer: string,
): ProviderSessions {
  return {
    sealIdToken: (idToken, subject) => seal(idToken, purposeOf(subject)),

    async idTokenOf(token) {
      const session = await db
        .selectFrom('session')
        .select(['id_token', 'subject'])
        .where('token_hash', '=', hashOfToken(token))
        .where('issuer', '=', issuer)
        .executeTakeFirst()
      if (!session?.id_token || session.subject === null) return undefined
      return open(session.id_token, purposeOf(session.subject))
    },

    endBy: (token) =>
      db.transaction().execute(async (transaction) => {
        await sql`SELECT pg_advisory_xact_lock(hashtext('sign-out at the provider'))`.execute(transaction)
        if (!(await isFirstUse(transaction, clock(), issuer, token))) return false
        const ended = await transaction
          .deleteFrom('session')
          .where('issuer', '=', issuer)
          .where((where) => isMeant(where, token))
          .returning(['user_type', 'actor as id'])
          .execute()
        const log = accountLog(transaction, clock)
        for (const person of ended) await log.record('PROVIDER_SIGN_OUT', 'provider', person)
        return true
      }),
  }
}

/** The session that is named, and where the provider named none when it began, all of the subject that are so. */
function isMeant(
  where: ExpressionBuilder<Schema, 'session'>,
  { session, subject }: LogoutToken,
): Expression<SqlBool> {
  if (session === undefined) return where('subject', '=', subject ?? '')
  const named = where('provider_session', '=', session)
  if (subject === undefined) return named
  return where.and([where('subject', '=', subject), where.or([named, where('provider_session', 'is', null)])])
}

async function isFirstUse(
  db: Kysely<Schema>,
  now: Date,
  issuer: string,
  { id, subject, session, made }: LogoutToken,
): Promise<boolean> {
  await db.deleteFrom('used_logout_token').where('expires_at', '<', now.toISOString()).execute()
  // For as long as a sign-in may be under way, which is longer than the token would be taken.
  const lasts = 10 * 60_000
  const row = await db
    .insertInto('used_logout_token')
    .values({
      jti_hash: createHash('sha256').update(`${issuer}\n${id}`).digest(),
      expires_at: new Date(now.getTime() + lasts).toISOString(),
      issuer,
      subject: subject ?? null,
      session: session ?? null,
      made_at: made.toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('jti_hash')
    .executeTakeFirst()
  return row !== undefined
}
