import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Sealed } from './outbox-cipher.ts'
import type { Entry, RowRef } from './outbox-entry.ts'

/** The form in which this page writes entries; those of another form are kept and counted, not read. */
export const entryForm = 1

/** An entry as it lies on the device. `actor` is the hash of its person. */
export type EntryRecord = RowRef &
  Pick<Entry, 'n' | 'key'> &
  Sealed & { readonly v: number; readonly actor: string }

/**
 * What is kept of a row beside its entries: the version that the change `key` led to, for those made after it, and why
 * its changes wait for their person.
 */
export type RowRecord = RowRef & {
  readonly actor: string
  readonly kept?: { readonly key: string; readonly version: number }
  readonly halt?: Sealed
}

interface Schema extends DBSchema {
  entries: { key: string; value: EntryRecord; indexes: { row: RowKey } }
  rows: { key: RowKey; value: RowRecord }
}
export type OutboxDatabase = IDBPDatabase<Schema>
export type RowKey = [actor: string, certification_id: string, result_id: number]

/**
 * Opens the database of unsent changes, the same one for everybody who uses this browser profile. Rejects where the
 * browser keeps nothing. `onLost` is called when the browser takes the database away.
 */
export function openOutboxDatabase(onLost: () => void): Promise<OutboxDatabase> {
  return openDB<Schema>('countersign-outbox', 1, {
    upgrade(database) {
      const entries = database.createObjectStore('entries', { keyPath: 'key' })
      entries.createIndex('row', rowKeyPath)
      database.createObjectStore('rows', { keyPath: rowKeyPath })
    },
    // A newer page in another tab wants to change the form; what this one writes from now on stays in its memory. To have
    // it deleted (no new version) has to wait until this tab is closed.
    blocking: (_, version, event) =>
      version !== null && event.target instanceof IDBDatabase && event.target.close(),
    terminated: onLost,
  })
}

const rowKeyPath = ['actor', 'certification_id', 'result_id']

/** Where everything of one person lies. */
export function rangeOf(actor: string): IDBKeyRange {
  // A list comes after every text and number.
  return IDBKeyRange.bound([actor], [actor, []])
}
