import { type Halt, readHalt } from './halt.ts'
import type { Cipher, Sealed } from './outbox-cipher.ts'
import {
  type EntryRecord,
  entryForm,
  type OutboxDatabase,
  rangeOf,
  type RowKey,
  type RowRecord,
} from './outbox-database.ts'
import { contentOf, type Entry, readContent, type RowRef, rowText } from './outbox-entry.ts'

/** A row as the device has it: its changes in order, the last confirmed one, and why they wait. */
export type StoredRow = RowRef & {
  readonly entries: readonly Entry[]
  readonly kept: RowRecord['kept']
  readonly halt: Halt | undefined
}

/** One write: entries to remove, entries to put, and the halt of a row (`none` removes it). */
export type Write = {
  readonly remove?: readonly string[]
  readonly put?: readonly Entry[]
  readonly waits?: { readonly row: RowRef; readonly halt: Halt | 'none' }
}

/**
 * One person's unsent changes on this device. Entries that cannot be decrypted are given by their keys. Every method
 * rejects when the browser fails.
 */
export type OutboxStore = {
  readonly readAll: () => Promise<{
    readonly rows: readonly StoredRow[]
    readonly unreadable: readonly string[]
  }>
  readonly readRow: (row: RowRef) => Promise<StoredRow>
  /** Encrypts one after the other, then writes all of it in one transaction; resolves once the disk has it. */
  readonly write: (writes: readonly Write[]) => Promise<void>
  /**
   * Takes an answered change away and keeps the version that it led to for those made after it, in one transaction.
   * `followed` says that there are such beside those that are written.
   */
  readonly answered: (entry: Entry, version: number, followed: boolean) => Promise<void>
}

/** The store of one person; `actor` is the hash of the person, and the cipher has their key. */
export function createOutboxStore(database: OutboxDatabase, cipher: Cipher, actor: string): OutboxStore {
  const reading = readerOf(cipher)
  const keyOf = ({ certification_id, result_id }: RowRef): RowKey => [actor, certification_id, result_id]
  return {
    async readAll() {
      const range = rangeOf(actor)
      const [records, rows] = await Promise.all([
        database.getAllFromIndex('entries', 'row', range),
        database.getAll('rows', range),
      ])
      const inUse = new Set(records.map(rowText))
      for (const row of rows) if (!inUse.has(rowText(row))) await database.delete('rows', keyOf(row))
      return await reading.rows(records, rows)
    },

    async readRow(row) {
      const [records, record] = await Promise.all([
        database.getAllFromIndex('entries', 'row', keyOf(row)),
        database.get('rows', keyOf(row)),
      ])
      const { rows } = await reading.rows(records, record ? [record] : [])
      return rows[0] ?? { ...row, entries: [], kept: undefined, halt: undefined }
    },

    async write(writes) {
      const sealed = await sealAll(writes, cipher, actor)
      const transaction = database.transaction(['entries', 'rows'], 'readwrite', { durability: 'strict' })
      const [entries, rows] = [transaction.objectStore('entries'), transaction.objectStore('rows')]
      const step = async ({ remove, records, waits }: SealedWrite) => {
        for (const key of remove) await entries.delete(key)
        for (const record of records) await entries.put(record)
        if (!waits) return
        const { halt: _, ...record } = (await rows.get(keyOf(waits.row))) ?? { ...rowOf(waits.row), actor }
        if (waits.halt !== 'none') await rows.put({ ...record, halt: waits.halt })
        else if (record.kept) await rows.put(record)
        else await rows.delete(keyOf(waits.row))
      }
      const steps = async () => {
        for (const write of sealed) await step(write)
      }
      await Promise.all([steps(), transaction.done])
    },

    async answered(entry, version, followed) {
      // Not strict: an entry that comes back after a power cut is sent under its old key and changes nothing.
      const transaction = database.transaction(['entries', 'rows'], 'readwrite')
      const [entries, rows] = [transaction.objectStore('entries'), transaction.objectStore('rows')]
      const steps = async () => {
        // Where another tab was first, what it has kept since is newer.
        if ((await entries.getKey(entry.key)) === undefined) return
        await entries.delete(entry.key)
        const more = await entries.index('row').count(keyOf(entry))
        const kept = { key: entry.key, version }
        if (more > 0 || followed) await rows.put({ ...rowOf(entry), actor, kept })
        else await rows.delete(keyOf(entry))
      }
      await Promise.all([steps(), transaction.done])
    },
  }
}

const rowOf = ({ certification_id, result_id }: RowRef): RowRef => ({ certification_id, result_id })

type SealedWrite = {
  readonly remove: readonly string[]
  readonly records: readonly EntryRecord[]
  readonly waits: { readonly row: RowRef; readonly halt: Sealed | 'none' } | undefined
}

async function sealAll(writes: readonly Write[], cipher: Cipher, actor: string): Promise<SealedWrite[]> {
  const sealed: SealedWrite[] = []
  const sealHalt = async ({ row, halt }: NonNullable<Write['waits']>) => ({
    row,
    halt: halt === 'none' ? halt : await cipher.seal(halt, haltText({ ...row, actor })),
  })
  for (const { remove = [], put = [], waits } of writes) {
    const records: EntryRecord[] = []
    for (const entry of put) {
      const { n, key } = entry
      const place = { ...rowOf(entry), n, key, actor, v: entryForm }
      // One after the other, so that what was pressed first is the first to be safe.
      records.push({ ...place, ...(await cipher.seal(contentOf(entry), placeText(place))) })
    }
    sealed.push({ remove, records, waits: waits && (await sealHalt(waits)) })
  }
  return sealed
}

type Place = Pick<EntryRecord, 'actor' | 'certification_id' | 'result_id' | 'n' | 'key' | 'v'>

/** What an encrypted entry is bound to: moved to another row, person or place in the order it does not open. */
function placeText({ v, actor, n, key, certification_id, result_id }: Place): string {
  return JSON.stringify([v, actor, n, key, certification_id, result_id])
}

function haltText({ actor, certification_id, result_id }: Pick<RowRecord, 'actor' | keyof RowRef>): string {
  return JSON.stringify(['halt', actor, certification_id, result_id])
}

function readerOf(cipher: Cipher) {
  const entryOf = async (record: EntryRecord): Promise<Entry | undefined> => {
    const { n, key } = record
    const content =
      record.v === entryForm ? readContent(await cipher.open(record, placeText(record))) : undefined
    return content && { ...rowOf(record), n, key, ...content }
  }
  return {
    /** Rows by the oldest of their changes; what cannot be read is counted and left where it is. */
    async rows(records: readonly EntryRecord[], kept: readonly RowRecord[]) {
      const entries = (await Promise.all(records.map(entryOf))).filter((entry) => entry !== undefined)
      const rows = new Map<string, StoredRow>()
      for (const entry of entries.toSorted(byOrder)) {
        const at = rowText(entry)
        const known = rows.get(at) ?? { ...rowOf(entry), entries: [], kept: undefined, halt: undefined }
        rows.set(at, { ...known, entries: [...known.entries, entry] })
      }
      for (const record of kept) {
        const at = rowText(record)
        const row = rows.get(at)
        const halt = record.halt && readHalt(await cipher.open(record.halt, haltText(record)))
        if (row) rows.set(at, { ...row, kept: record.kept, halt })
      }
      const read = new Set(entries.map(({ key }) => key))
      const unreadable = records.map(({ key }) => key).filter((key) => !read.has(key))
      return { rows: [...rows.values()], unreadable }
    },
  }
}

/** Compares two entries by the order in which they were made. */
export function byOrder(a: Pick<Entry, 'n' | 'key'>, b: Pick<Entry, 'n' | 'key'>): number {
  return a.n - b.n || (a.key < b.key ? -1 : 1)
}
