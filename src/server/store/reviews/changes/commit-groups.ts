import { DatabaseError } from 'pg'

type Waiting<Item, Outcome> = {
  readonly item: Item
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/** More than this many together would keep the first of them waiting for the last. */
const maxGroupSize = 50
/** The second write of a group waits in the database for the first, and so begins the moment that that is on disk. */
const maxConcurrent = 2

/**
 * Writes of one group, of which those that come while two are under way go together in the next: one after the other
 * they would each wait until the one before is on disk, together they wait once. A write returns an outcome for every
 * item, in their order. Where PostgreSQL refuses a whole one, each item is written alone, so that none fails for
 * another's sake.
 */
export function commitGroups<Item, Outcome>(
  write: (items: readonly Item[]) => Promise<readonly Outcome[]>,
): (group: number, item: Item) => Promise<Outcome> {
  type Queued = Waiting<Item, Outcome>
  /** What waits and how many writes are under way, of the groups that are being written. */
  const groups = new Map<number, { readonly line: Queued[]; writes: number }>()

  function add(number: number, queued: Queued): void {
    const group = groups.get(number) ?? { line: [], writes: 0 }
    groups.set(number, group)
    group.line.push(queued)
    if (group.writes < maxConcurrent) void writeAll(number, group)
  }

  async function writeAll(number: number, group: { readonly line: Queued[]; writes: number }): Promise<void> {
    group.writes += 1
    while (group.line.length > 0) await settle(group.line.splice(0, maxGroupSize))
    group.writes -= 1
    if (group.writes === 0) groups.delete(number)
  }

  async function settle(together: readonly Queued[]): Promise<void> {
    try {
      const outcomes = await write(together.map(({ item }) => item))
      for (const [index, { resolve, reject }] of together.entries()) {
        const outcome = outcomes[index]
        if (outcome === undefined) reject(new Error('a write has not told what became of an item'))
        else resolve(outcome)
      }
    } catch (error) {
      if (together.length > 1 && error instanceof DatabaseError)
        for (const queued of together) await settle([queued])
      else for (const { reject } of together) reject(error)
    }
  }

  return (group, item) => new Promise((resolve, reject) => add(group, { item, resolve, reject }))
}
