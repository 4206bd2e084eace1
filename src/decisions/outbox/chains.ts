import type { Halt } from './halt.ts'
import { type About, baseAfter, type Base, type Entry, type RowRef, rowText } from './outbox-entry.ts'
import { byOrder, type StoredRow } from './outbox-store.ts'
import { mergedChange, type RowChange } from '../row-change.ts'

/** A change that waits to be sent. `written` says whether it is on the device; `never` means that writing failed. */
export type ChainEntry = Entry & { written: 'not yet' | 'yes' | 'never' }

/** What a new change of a row is made from. */
export type Made = Pick<ChainEntry, 'change' | 'base' | 'after' | keyof About>

/** What is to be written of a chain; absent where it stays as it is. */
export type Step = {
  readonly remove?: readonly string[]
  readonly put?: readonly ChainEntry[] | undefined
  readonly halt?: Halt | 'none' | undefined
}

/** The key of a confirmed change, and the version of the row after it. */
export type Kept = { readonly key: string; readonly version: number }

/** The unconfirmed changes of one row, oldest first. Each is made on the row as the one before leaves it. */
export type Chain = RowRef & {
  entries: ChainEntry[]
  /** The version that the last confirmed change led to, for the one made after it. */
  kept: Kept | undefined
  /** Why all of them wait for a person. */
  halt: Halt | undefined
  /** A person has said that they are to be sent although they are late. */
  evenLate: boolean
  /** When something was last done to it here, so that an older reading of the device does not undo that. */
  turn: number
}

/** The version of the row that the first change of a chain names when it is sent (`If-Match`). */
export function versionFor({ entries: [head], kept }: Pick<Chain, 'entries' | 'kept'>): number {
  if (!head) return 0
  return head.after !== undefined && head.after === kept?.key ? kept.version : head.base.version
}

/** Whether a change is missing before the first one: neither in the chain nor known to be confirmed. */
export function isIncomplete({ entries: [head], kept }: Pick<Chain, 'entries' | 'kept'>): boolean {
  return head?.after !== undefined && head.after !== kept?.key
}

/** The row before the first change of a chain, as far as the server's state is known. */
export function baseOfChain(chain: Pick<Chain, 'entries' | 'kept'>): Base | undefined {
  const [head] = chain.entries
  return head && { ...head.base, version: versionFor(chain) }
}

/** All changes of a chain merged into one; undefined when there are none. */
export function changeOf({ entries }: Pick<Chain, 'entries'>): RowChange | undefined {
  return entries.length === 0 ? undefined : mergedChange(entries.map(({ change }) => change))
}

/** Copies of changes, each under a new key, the first made on `base` and each next one on the one before. */
export function rebased(entries: readonly Entry[], base: Base, newKey: () => string): ChainEntry[] {
  const made: ChainEntry[] = []
  for (const entry of entries) {
    const before = made.at(-1)
    made.push({
      ...entry,
      key: newKey(),
      base: before ? baseAfter(before) : base,
      after: before?.key,
      written: 'not yet',
    })
  }
  return made
}

/**
 * Removes the changes with these keys from a chain, and the reason why it waited. `relinked` are the changes that now
 * follow another one than before and have to be written again.
 */
export function withoutKeys(
  chain: Chain,
  keys: ReadonlySet<string>,
  base: Base,
): { readonly discarded: readonly ChainEntry[]; readonly relinked: readonly ChainEntry[] } {
  const discarded = chain.entries.filter(({ key }) => keys.has(key))
  const staying = chain.entries.filter(({ key }) => !keys.has(key))
  const linked: ChainEntry[] = []
  for (const entry of staying) {
    const before = linked.at(-1)
    const after = before?.key
    if (entry.after === after) linked.push(entry)
    else linked.push({ ...entry, after, base: before ? baseAfter(before) : base, written: 'not yet' })
  }
  emptied(chain)
  chain.entries = linked
  return { discarded, relinked: linked.filter((entry) => !staying.includes(entry)) }
}

/** Removes all changes from a chain, and the reason why they waited; returns their keys. */
export function emptied(chain: Chain): string[] {
  const keys = chain.entries.map(({ key }) => key)
  Object.assign(chain, { entries: [], halt: undefined, evenLate: false })
  return keys
}

/** How many changes are unconfirmed, and in what state. */
export type ChangeCounts = {
  /** Changes that the server has not confirmed. */
  readonly unsent: number
  /** Those of them that the device has. */
  readonly stored: number
  /** Those of them that wait for a person, and how many rows they are of. */
  readonly waiting: number
  readonly needsYou: number
}

/** All chains of one person, by certification and row. */
export class Chains {
  /** Counts what was done to any of them here. */
  turn = 0
  private readonly certifications = new Map<string, Map<number, Chain>>()
  /** Of each row the last confirmed change: another tab may have made one after it that is not written yet. */
  private readonly confirmed = new Map<string, Kept>()

  get({ certification_id, result_id }: RowRef): Chain | undefined {
    return this.certifications.get(certification_id)?.get(result_id)
  }

  /** The chain of a row, an empty one where there was none. */
  of({ certification_id, result_id }: RowRef): Chain {
    const rows = this.certifications.get(certification_id) ?? new Map<number, Chain>()
    this.certifications.set(certification_id, rows)
    const kept = this.confirmed.get(rowText({ certification_id, result_id }))
    const empty = { entries: [], kept, halt: undefined, evenLate: false, turn: this.turn }
    const chain = rows.get(result_id) ?? { certification_id, result_id, ...empty }
    rows.set(result_id, chain)
    return chain
  }

  /** Takes note of the version that a confirmed change of a row led to; what is older than it knows is no news. */
  confirm(row: RowRef, kept: Kept): void {
    const known = this.confirmed.get(rowText(row))
    if (known && known.version > kept.version) return
    this.confirmed.set(rowText(row), kept)
    const chain = this.get(row)
    if (chain) chain.kept = kept
  }

  /** Takes note that something was done to a chain here. */
  turned(chain: Chain): void {
    this.turn += 1
    chain.turn = this.turn
    this.tidy(chain)
  }

  /** Forgets a chain that has no changes any more. */
  tidy({ certification_id, result_id, entries }: Chain): void {
    if (entries.length === 0) this.certifications.get(certification_id)?.delete(result_id)
  }

  /** The chains that have changes, of one certification or of all. */
  *all(certification_id?: string): Iterable<Chain> {
    const certifications =
      certification_id === undefined
        ? this.certifications.values()
        : [this.certifications.get(certification_id) ?? new Map<number, Chain>()]
    for (const rows of certifications)
      for (const chain of rows.values()) if (chain.entries.length > 0) yield chain
  }

  /** Counts changes, of one certification or of all. */
  counts(certification_id?: string): ChangeCounts {
    const counts = { unsent: 0, stored: 0, waiting: 0, needsYou: 0 }
    for (const { entries, halt } of this.all(certification_id)) {
      counts.unsent += entries.length
      for (const { written } of entries) if (written === 'yes') counts.stored += 1
      if (!halt) continue
      counts.waiting += entries.length
      counts.needsYou += 1
    }
    return counts
  }

  /** Takes a row as the device has it. Changes that only this tab has stay; what the device has no more is gone. */
  take({ entries, kept, halt, ...row }: StoredRow): Chain {
    const chain = this.of(row)
    const here = new Map(chain.entries.map((entry) => [entry.key, entry]))
    const own = chain.entries.filter((entry) => entry.written !== 'yes')
    const stored = entries.map((entry): ChainEntry => {
      const known = here.get(entry.key) ?? { ...entry, written: 'yes' }
      // Another tab may have made it follow another change than before.
      if (known.written === 'yes') Object.assign(known, entry)
      known.written = 'yes'
      return known
    })
    const onlyHere = own.filter((entry) => !stored.includes(entry))
    chain.entries = [...stored, ...onlyHere].toSorted(byOrder)
    if (kept && kept.version >= (chain.kept?.version ?? 0)) chain.kept = kept
    if (stored.length > 0 || onlyHere.length === 0) chain.halt = halt
    this.tidy(chain)
    return chain
  }
}
