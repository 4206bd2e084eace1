import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { StoredCertification } from '../../../reviews/certification-store.ts'
import type { Schema } from '../../database/schema.ts'
import { ownCertification } from '../conditions/visible-rows.ts'
import { certificationSettings, settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'

type Db = Kysely<Schema>
type Read = Omit<StoredCertification, 'settings'> & { readonly stored_settings: StoredSettings | null }

/** Waits for whoever is at a certification and locks it until the transaction ends. */
export async function lockCertification(db: Db, actor: Actor, number: number): Promise<StoredCertification> {
  const { rows } = await sql<Read>`
    SELECT certification.*, ${ownCertification(actor)} AS own, ${certificationSettings} AS stored_settings
    FROM certification WHERE number = ${number} FOR NO KEY UPDATE OF certification`.execute(db)
  const [row] = rows
  if (!row) throw new Error('a certification that was there has gone')
  return { ...row, settings: settingsFrom(row.stored_settings ?? {}) }
}

/** The same for whoever needs nothing of it. */
export async function waitForCertification(db: Db, number: number): Promise<void> {
  await sql`SELECT FROM certification WHERE number = ${number} FOR NO KEY UPDATE`.execute(db)
}
