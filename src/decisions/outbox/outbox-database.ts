import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Sealed } from './outbox-cipher.ts'
import type { Entry, RowRef } from './outbox-entry.ts'

/** The format in which this page stores entries. Entries of another format are kept and counted, but not read. */
export const entryForm = 1

/** An entry as IndexedDB holds it. `actor` is the hash of its person. */
export type EntryRecord = RowRef &
  Pick<Entry, 'n' | 'key'> &
  Sealed & { readonly v: number; readonly actor: string }

/** What IndexedDB holds of a row beside its entries: the last confirmed change (`kept`), and why its changes wait. */
export type RowRecord = RowRef & {
  readonly actor: string
  readonly kept?: { readonly key: string; readonly version: number }
  readonly halt?: Sealed
}

interface Schema extends DBSchema {
  entries: { key: string; value: EntryRecord; indexes: { row: RowKey } }
  rows: { key: RowKey; value: RowRecord }
}
/** The opened database. */
export type OutboxDatabase = IDBPDatabase<Schema>
/** The primary key of a row in the database. */
export type RowKey = [actor: string, certification_id: string, result_id: number]

/**
 * Opens the database of unsent changes, one for everybody who uses this browser profile. `onLost` is called when the
 * browser closes it. Rejects when the browser does not store anything.
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

/** The range of keys that belong to one person. */
export function rangeOf(actor: string): IDBKeyRange {
  // A list comes after every text and number.
  return IDBKeyRange.bound([actor], [actor, []])
}
