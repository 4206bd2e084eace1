import type { Kysely } from 'kysely'
import type { Schema } from '../database/schema.ts'
import { settingsOf } from '../reviews/settings/effective-settings.ts'

/** The type of the provider's people where the Global IdP settings name none. */
export const usualIdentityType = 'OidcUser'

/** The `user_type` of people who sign in by the identity provider, by the Global IdP settings (veza-api B.16). */
export async function identityType(db: Kysely<Schema>): Promise<string> {
  const { enabled, idp } = (await settingsOf(db, '')).global_idp_settings
  return (enabled && idp.user_type) || usualIdentityType
}
