import type { ResultGroup } from '#contract/reviews/result-groups.ts'
import { createEmitter } from '#std/emitter.ts'
import { type GroupLines, groupLines } from '#table/grid/group-lines.ts'

/** Which groups of a list are open. */
export type Folding = {
  /** The lines that this makes; the same object until a group is opened or closed. */
  readonly lines: () => GroupLines
  readonly isOpen: (group: number) => boolean
  readonly setOpen: (group: number, open: boolean) => void
  readonly setAll: (open: boolean) => void
  readonly subscribe: (fn: () => void) => () => void
}

type Options = {
  /** Under which it is kept for as long as the browser's session lasts. */
  readonly name: string
  /** Whether groups are open that nobody has opened or closed. */
  readonly openAtFirst: boolean
}

/** How groups are kept: whether those are open that are not named, and the others, by marks of their keys. */
type Stored = { readonly open: boolean; readonly others: readonly number[] }

/** Which of these groups are open: as they were left in this session of the browser, else as the settings say. */
export function createFolding(groups: readonly ResultGroup[], { name, openAtFirst }: Options): Folding {
  const stored = read(name) ?? { open: openAtFirst, others: [] }
  let { open } = stored
  let others = new Set(stored.others)
  const sizes = groups.map(({ rows }) => rows)
  const marks = groups.map(({ key }) => markOf(key))
  const { subscribe, emit } = createEmitter()
  const isOpen = (group: number) => others.has(marks[group] ?? 0) !== open
  let lines = groupLines(sizes, isOpen)

  function changed() {
    lines = groupLines(sizes, isOpen)
    write(name, { open, others: [...others] })
    emit()
  }
  return {
    lines: () => lines,
    isOpen,
    setOpen(group, next) {
      const mark = marks[group]
      if (mark === undefined || isOpen(group) === next) return
      if (next === open) others.delete(mark)
      else others.add(mark)
      changed()
    },
    setAll(next) {
      open = next
      others = new Set()
      changed()
    },
    subscribe,
  }
}

/** A number for a key (FNV-1a): what is kept in the browser names nobody. */
function markOf(key: string): number {
  let mark = 0x811c9dc5
  for (const letter of key) mark = Math.imul(mark ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return mark >>> 0
}

function read(name: string): Stored | undefined {
  try {
    const value: Partial<Stored> = JSON.parse(sessionStorage.getItem(name) ?? '{}')
    return typeof value.open === 'boolean' && Array.isArray(value.others)
      ? { open: value.open, others: value.others }
      : undefined
  } catch {
    // What cannot be read is as if nobody had opened or closed a group.
    return undefined
  }
}

function write(name: string, stored: Stored): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(stored))
  } catch {
    // Without room in the browser it lasts as long as the list is shown.
  }
}
