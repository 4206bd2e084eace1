import { DatabaseError } from 'pg'

type Waiting<Item, Outcome> = {
  readonly item: Item
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/** More than this many at once would keep the last of them waiting for the first. */
const mostTogether = 50

/**
 * Writes of one group go one after the other, and those that come while one is under way go together in the next. They
 * would wait for one another in the database, each until the one before is on disk; together they wait once. A write
 * returns an outcome for every item, in their order. Where PostgreSQL refuses a whole one, each item is written alone,
 * so that none fails for another's sake.
 */
export function commitGroups<Item, Outcome>(
  write: (items: readonly Item[]) => Promise<readonly Outcome[]>,
): (group: number, item: Item) => Promise<Outcome> {
  type One = Waiting<Item, Outcome>
  /** What waits, of the groups that are being written. */
  const lines = new Map<number, One[]>()

  async function writeAll(group: number, first: One): Promise<void> {
    const line = [first]
    lines.set(group, line)
    while (line.length > 0) await settle(line.splice(0, mostTogether))
    lines.delete(group)
  }

  async function settle(together: readonly One[]): Promise<void> {
    try {
      const outcomes = await write(together.map(({ item }) => item))
      for (const [index, { resolve, reject }] of together.entries()) {
        const outcome = outcomes[index]
        if (outcome === undefined) reject(new Error('a write has not told what became of an item'))
        else resolve(outcome)
      }
    } catch (error) {
      if (together.length > 1 && error instanceof DatabaseError)
        for (const one of together) await settle([one])
      else for (const { reject } of together) reject(error)
    }
  }

  return (group, item) =>
    new Promise((resolve, reject) => {
      const one = { item, resolve, reject }
      const line = lines.get(group)
      if (line) line.push(one)
      else void writeAll(group, one)
    })
}
