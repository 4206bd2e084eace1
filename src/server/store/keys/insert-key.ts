import type { Kysely } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Scope } from '#contract/permissions.ts'
import type { Schema } from '../database/schema.ts'
import { newKeyText } from './key-text.ts'
import { hashOfToken } from '../sign-in/sealing.ts'

const dayMs = 24 * 3600 * 1000

type NewKey = {
  readonly owner: UserKey
  readonly scopes: readonly Scope[]
  readonly days: number
  readonly name?: string
  /** The `id` of who makes it; a terminal of the server where there is none. */
  readonly made_by?: string
}

/** Writes a new key. Returns its text, which is shown once and stored hashed, and its row without the hash. */
export async function insertKey(
  db: Kysely<Schema>,
  now: Date,
  { owner, scopes, days, name = '', made_by = 'terminal' }: NewKey,
) {
  const { id, secret, text } = newKeyText()
  const row = {
    id,
    owner_type: owner.user_type,
    owner: owner.id,
    name,
    made_by,
    scopes: [...scopes],
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + days * dayMs).toISOString(),
    revoked_at: null,
    last_used_at: null,
  }
  await db
    .insertInto('api_key')
    .values({ ...row, secret_hash: hashOfToken(secret) })
    .execute()
  return { key: text, row }
}
