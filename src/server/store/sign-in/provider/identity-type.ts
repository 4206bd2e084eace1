import type { Kysely } from 'kysely'
import { defaultSettings, settingSchemas } from '#contract/reviews/review-settings.ts'
import type { Schema } from '../../database/schema.ts'

/** The type of the provider's people where the Global IdP settings name none. */
export const usualIdentityType = 'OidcUser'

const leaf = 'global_idp_settings'

/** The `user_type` of people who sign in by the identity provider, by the Global IdP settings (veza-api B.16). */
export async function identityType(db: Kysely<Schema>): Promise<string> {
  const stored = await db
    .selectFrom('review_setting')
    .select('value')
    .where('leaf', '=', leaf)
    .where('workflow_id', '=', '')
    .executeTakeFirst()
  const { enabled, idp } = stored ? settingSchemas[leaf].parse(stored.value) : defaultSettings()[leaf]
  return (enabled && idp.user_type) || usualIdentityType
}
