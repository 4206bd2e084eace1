import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { UserKey } from '#contract/people.ts'
import type { Role, Scope } from '#contract/permissions.ts'
import { newKeyText } from '#server/store/keys/key-text.ts'
import { hashOfToken } from '#server/store/sign-in/sealing.ts'

type Client = Pick<pg.Client, 'query'>

/** Somebody whom a test makes, with the roles that they are to have; real, not of a demonstration. */
export type MadePerson = UserKey & {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
}

/** Puts a person into the directory of a running program, or gives them these roles there. */
export async function insertPerson(
  client: Client,
  { user_type, id, email, name, roles }: MadePerson,
): Promise<void> {
  await client.query(
    `INSERT INTO person (user_type, id, email, name, roles) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (user_type, id) DO UPDATE SET roles = excluded.roles`,
    [user_type, id, email, name, [...roles]],
  )
}

/** Gives a person a whole session, as after signing in, in the database of a running program; returns its token. */
export async function insertSession(client: Client, { user_type, id }: UserKey): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await client.query(
    `INSERT INTO session (token_hash, id, user_type, actor, method, stage, created_at, expires_at, authenticated_at,
       last_used_at, second_factor)
     VALUES ($1, $2, $3, $4, 'password', 'complete', now(), now() + interval '12 hours', now(), now(), true)`,
    [hashOfToken(token), randomUUID(), user_type, id],
  )
  return token
}

/** Gives a person an API key for these scopes, in the database of a running program; returns its text. */
export async function insertKey(
  client: Client,
  { user_type, id }: UserKey,
  scopes: readonly Scope[],
): Promise<string> {
  const key = newKeyText()
  await client.query(
    `INSERT INTO api_key (id, secret_hash, owner_type, owner, scopes, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, now(), now() + interval '1 day')`,
    [key.id, hashOfToken(key.secret), user_type, id, [...scopes]],
  )
  return key.text
}
