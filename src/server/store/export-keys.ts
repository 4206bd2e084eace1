import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { SigningKey } from '#contract/export-pack.ts'
import type { Schema } from './database/schema.ts'

type Db = Kysely<Schema>

/** Signs with the server's key. The private part stays in the database and in this object. */
export type Signer = { readonly key_id: string; readonly sign: (bytes: Buffer) => Buffer }

/** The key that signs, made where there is none yet; the same for every process of one database. */
export async function signerOf(db: Db): Promise<Signer> {
  const signing = db
    .selectFrom('export_key')
    .select(['key_id', 'private_key'])
    .where('replaced_at', 'is', null)
  const row =
    (await signing.executeTakeFirst()) ?? (await makeFirst(db).then(() => signing.executeTakeFirst()))
  if (!row?.private_key) throw new Error('there is no key to sign exports with')
  const key = createPrivateKey({ key: row.private_key, format: 'der', type: 'pkcs8' })
  return { key_id: row.key_id, sign: (bytes) => sign(null, bytes, key) }
}

/** Every key that has signed, or will, the newest first. Reading makes none: servers make the first when they start. */
export async function listExportKeys(db: Db): Promise<readonly SigningKey[]> {
  const rows = await db
    .selectFrom('export_key')
    .select(['key_id', 'public_key', 'created_at', 'replaced_at'])
    .orderBy('number', 'desc')
    .execute()
  return rows.map(({ key_id, public_key, created_at, replaced_at }) => ({
    key_id,
    public_key: createPublicKey({ key: public_key, format: 'der', type: 'spki' })
      .export({ format: 'pem', type: 'spki' })
      .toString(),
    created_at: new Date(created_at).toISOString(),
    replaced_at: replaced_at === null ? null : new Date(replaced_at).toISOString(),
  }))
}

/** Makes another key, which signs from now on; the private part of the one before is gone. Returns both ids. */
export async function replaceExportKey(
  db: Db,
): Promise<{ readonly key_id: string; readonly replaced: string | undefined }> {
  return await db.transaction().execute(async (trx) => {
    // Two at a time would both find the same key.
    await sql`LOCK TABLE export_key IN SHARE ROW EXCLUSIVE MODE`.execute(trx)
    const before = await trx
      .updateTable('export_key')
      .set({ private_key: null, replaced_at: sql<string>`now()` })
      .where('replaced_at', 'is', null)
      .returning('key_id')
      .executeTakeFirst()
    const made = newKey()
    await trx.insertInto('export_key').values(made).execute()
    return { key_id: made.key_id, replaced: before?.key_id }
  })
}

/** Where another process is faster, its key is there. */
async function makeFirst(db: Db): Promise<void> {
  await db
    .insertInto('export_key')
    .values(newKey())
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function newKey() {
  const pair = generateKeyPairSync('ed25519')
  const public_key = pair.publicKey.export({ format: 'der', type: 'spki' })
  return {
    key_id: createHash('sha256').update(public_key).digest('hex').slice(0, 16),
    public_key,
    private_key: pair.privateKey.export({ format: 'der', type: 'pkcs8' }),
  }
}
