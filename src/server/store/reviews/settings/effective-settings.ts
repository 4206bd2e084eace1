import { defaultSettings, type ReviewSettings, settingSchemas } from '#contract/reviews/review-settings.ts'

/** Settings as they are stored, by leaf: the workflow's own where it has one, else the global one. */
export type StoredSettings = Readonly<Record<string, unknown>>

const defaults = defaultSettings()

/** The settings that hold, with the defaults where nothing is stored (veza-api B.16). */
export function settingsFrom(stored: StoredSettings): ReviewSettings {
  const read = Object.entries(settingSchemas).flatMap(([leaf, schema]) =>
    leaf in stored ? [[leaf, schema.parse(stored[leaf])] as const] : [],
  )
  return read.length === 0 ? defaults : { ...defaults, ...Object.fromEntries(read) }
}
