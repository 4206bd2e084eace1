import { type Kysely, sql, type Transaction } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'
import { type AccountLog, newReference } from '../../../auth/account-log.ts'
import type { Admission, ClaimedIdentity, Ties } from '../../../auth/oidc/ties.ts'
import { Refused } from '../../../refused.ts'
import { localUser } from '../../actor.ts'
import type { Schema } from '../../database/schema.ts'
import { accountLog } from '../account-log.ts'
import { refuseLastAdmin } from '../admins.ts'
import { endSessionsOf } from '../own-sessions.ts'
import { identityType } from './identity-type.ts'

type Held = UserKey & { readonly roles: readonly string[]; readonly deactivated_at: string | null }

const staffRoles: ReadonlySet<string> = new Set<Role>(['admin', 'operator', 'auditor'])
const isStaff = ({ roles }: { readonly roles: readonly string[] }) =>
  roles.some((role) => staffRoles.has(role))

/** Ties in the database. An identity is tied to one person and a person to one identity, until an admin unties them. */
export function providerTies(db: Kysely<Schema>, clock: () => Date): Ties {
  return {
    admit: (identity) =>
      db.transaction().execute(async (transaction) => {
        const log = accountLog(transaction, clock)
        const person =
          (await tiedPerson(transaction, identity)) ?? (await tie(transaction, identity, log, clock()))
        if (!person || person.deactivated_at !== null)
          return await refuse(log, identity, 'NO_ACCESS', person && keyOf(person))
        const roles = await claimedRoles(transaction, person, identity, clock)
        return roles.length === 0
          ? await refuse(log, identity, 'NO_ROLES', person)
          : { person: keyOf(person) }
      }),
  }
}

const keyOf = ({ user_type, id }: UserKey): UserKey => ({ user_type, id })

/** The person tied to an identity before; undefined where there is none. A deactivated person stays tied. */
async function tiedPerson(
  db: Transaction<Schema>,
  { issuer, subject }: ClaimedIdentity,
): Promise<Held | undefined> {
  return await db
    .selectFrom('tied_identity')
    .innerJoin('person', (join) =>
      join
        .onRef('person.user_type', '=', 'tied_identity.user_type')
        .onRef('person.id', '=', 'tied_identity.person_id'),
    )
    .select(['person.user_type', 'person.id', 'person.roles', 'person.deactivated_at'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
}

/** Ties an identity to the person whom it may be tied to, and logs it; undefined where there is none. */
async function tie(
  db: Transaction<Schema>,
  identity: ClaimedIdentity,
  log: AccountLog,
  now: Date,
): Promise<Held | undefined> {
  const type = await identityType(db)
  const byId = identity.id === undefined ? undefined : await free(db, type, 'id', identity.id)
  const person = byId ?? (await onlyOfEmail(db, type, identity))
  // Another sign-in of the same may have tied them since the first look.
  if (!person) return await tiedPerson(db, identity)
  const { issuer, subject } = identity
  const by = byId ? 'ID' : 'EMAIL'
  const made = await db
    .insertInto('tied_identity')
    .values({
      issuer,
      subject,
      user_type: person.user_type,
      person_id: person.id,
      tied_at: now.toISOString(),
      tied_by: by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('subject')
    .executeTakeFirst()
  if (!made) return await tiedPerson(db, identity)
  await log.record('IDENTITY_TIED', 'provider', person, { issuer, subject, by, staff: isStaff(person) })
  return person
}

/**
 * The person of the provider's type with this id, or with this email, who may be tied: never the local user's type, somebody of the
 * demonstration, deactivated, tied already, or with an account of their own here.
 */
async function free(
  db: Transaction<Schema>,
  type: string,
  by: 'id' | 'email',
  text: string,
): Promise<Held | undefined> {
  if (type === localUser.user_type) return undefined
  const own = sql`(own.user_type, own.person_id) = (person.user_type, person.id)`
  return await db
    .selectFrom('person')
    .select(['user_type', 'id', 'roles', 'deactivated_at'])
    .where('user_type', '=', type)
    .where((where) =>
      by === 'id' ? where('id', '=', text) : where(sql`lower(email)`, '=', text.toLowerCase()),
    )
    .where('demo', '=', false)
    .where('deactivated_at', 'is', null)
    .where(sql<boolean>`NOT EXISTS (SELECT FROM tied_identity AS own WHERE ${own})`)
    .where(sql<boolean>`NOT EXISTS (SELECT FROM local_account AS own WHERE ${own})`)
    .where(sql<boolean>`NOT EXISTS (SELECT FROM passkey AS own WHERE ${own})`)
    .executeTakeFirst()
}

/** The person who may be tied by an email: nobody else of the whole directory has it, and they are not staff, nor made it by claims. */
async function onlyOfEmail(
  db: Transaction<Schema>,
  type: string,
  { email, roles: claimed = [] }: ClaimedIdentity,
): Promise<Held | undefined> {
  if (email === undefined || isStaff({ roles: claimed })) return undefined
  const having = await db
    .selectFrom('person')
    .select((select) => select.fn.countAll<string>().as('people'))
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirstOrThrow()
  if (Number(having.people) !== 1) return undefined
  const person = await free(db, type, 'email', email)
  return person && isStaff(person) ? undefined : person
}

/**
 * The roles that a person has now. Where claims decide they are those, but the last admin who can sign in stays an admin: the
 * log says so. Sessions that were begun with other roles end.
 */
async function claimedRoles(
  db: Transaction<Schema>,
  person: Held,
  { roles }: ClaimedIdentity,
  clock: () => Date,
): Promise<readonly string[]> {
  if (roles === undefined) return person.roles
  const losesAdmin = person.roles.includes('admin') && !roles.includes('admin')
  const kept = losesAdmin && (await isLastAdmin(db, person))
  const next: readonly string[] = kept ? ['admin', ...roles] : roles
  if (same(next, person.roles)) return next
  await db
    .updateTable('person')
    .set({ roles: [...next] })
    .where('user_type', '=', person.user_type)
    .where('id', '=', person.id)
    .execute()
  await accountLog(db, clock).record('ROLES_SET', 'provider', person, {
    before: person.roles,
    after: next,
    ...(kept ? { kept: 'LAST_ADMIN' } : {}),
  })
  await endSessionsOf(db, clock, { person: keyOf(person), by: 'provider' })
  return next
}

async function isLastAdmin(db: Transaction<Schema>, person: UserKey): Promise<boolean> {
  try {
    await refuseLastAdmin(db, person)
    return false
  } catch (error) {
    if (error instanceof Refused && error.problem.reason === 'LAST_ADMIN') return true
    throw error
  }
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((role) => others.includes(role))
}

async function refuse(
  log: AccountLog,
  { issuer, subject, id, email }: ClaimedIdentity,
  reason: 'NO_ACCESS' | 'NO_ROLES',
  person: UserKey | undefined,
): Promise<Admission> {
  const reference = newReference()
  const detail = { reason, reference, issuer, subject, id: id ?? null, email: email ?? null }
  await log.record('SIGN_IN_REFUSED', 'provider', person, detail)
  return { refused: reason, reference }
}
