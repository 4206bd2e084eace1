import { type ActionEvent, actionEventKeys } from '#contract/activity/action-event.ts'
import { fillCauses } from '#server/store/activity/causes/fill-causes.ts'
import { finishImport, startImport } from '#server/store/activity/imports.ts'
import { insertEvents } from './action-events.ts'
import type { TestServer } from './start-server.ts'

/** What every file of these tests has for its SHA-256. */
export const sha256 = '0123456789abcdef'.repeat(4)

const known = new Set<string>(actionEventKeys)

/** Puts events into the log as an import of a file does, or as the demonstration, with the record of it. */
export async function importEvents(
  { database }: TestServer,
  fileName: string,
  events: readonly ActionEvent[],
  demo = false,
): Promise<void> {
  const { db } = database.store
  const id = await startImport(db, { fileName, demo })
  await insertEvents(db, events, id)
  await fillCauses(database.store)
  for (const event of events) {
    const extra = Object.entries(event).filter(([key]) => !known.has(key))
    if (extra.length > 0)
      await db
        .updateTable('action_event')
        .set({ extra: Object.fromEntries(extra) })
        .where('policy_task', '=', event.policy_task)
        .where('action_name', '=', event.action_name)
        .execute()
  }
  await finishImport(db, id, { sha256, lines: events.length, rejected: 0 })
}
