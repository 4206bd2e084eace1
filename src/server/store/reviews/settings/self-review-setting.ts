import type pg from 'pg'
import { settingsFrom, type StoredSettings, storedSettings } from './effective-settings.ts'

/** Whether nobody may review their own access in a workflow; '' for one that is still to be made. */
export async function preventsSelfReview(client: pg.ClientBase, workflow_id: string): Promise<boolean> {
  const { rows } = await client.query<{ stored: StoredSettings | null }>(
    `SELECT ${storedSettings('$1')} AS stored`,
    [workflow_id],
  )
  const { self_reviewer_settings } = settingsFrom(rows[0]?.stored ?? {})
  return self_reviewer_settings.self_reviewer_checking === 'SELF_REVIEWER_CHECKING_ENABLED'
}
