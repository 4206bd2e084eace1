import { type Kysely, sql } from 'kysely'
import { defaultSettings, type ReviewSettings, settingSchemas } from '#contract/reviews/review-settings.ts'
import type { Schema } from '../../database/schema.ts'

/** Settings as they are stored, by leaf: the workflow's own where it has one, else the global one. */
export type StoredSettings = Readonly<Record<string, unknown>>

/**
 * The settings that are stored for a workflow, as SQL (`StoredSettings`, NULL where there are none). Takes an SQL expression
 * for the id of the workflow; '' stands for one that is still to be made.
 */
export function storedSettings(workflow_id: string): string {
  return `(SELECT jsonb_object_agg(leaf, value ORDER BY review_setting.workflow_id) FROM review_setting
    WHERE review_setting.workflow_id IN ('', ${workflow_id}))`
}

/** Those of the workflow of a row of the table `certification`. */
export const certificationSettings = sql.raw<StoredSettings | null>(
  storedSettings('certification.workflow_id'),
)

/** The settings that hold for a workflow now: its own, else the global ones, else the defaults (veza-api B.16). */
export async function settingsOf(db: Kysely<Schema>, workflow_id: string): Promise<ReviewSettings> {
  const { rows } = await sql<{ stored: StoredSettings | null }>`
    SELECT ${sql.raw(storedSettings('wanted.workflow_id'))} AS stored
    FROM (SELECT ${workflow_id}::text AS workflow_id) AS wanted`.execute(db)
  return settingsFrom(rows[0]?.stored ?? {})
}

const defaults = defaultSettings()

/** The settings that hold, with the defaults where nothing is stored (veza-api B.16). */
export function settingsFrom(stored: StoredSettings): ReviewSettings {
  const read = Object.entries(settingSchemas).flatMap(([leaf, schema]) =>
    leaf in stored ? [[leaf, schema.parse(stored[leaf])] as const] : [],
  )
  return read.length === 0 ? defaults : { ...defaults, ...Object.fromEntries(read) }
}
