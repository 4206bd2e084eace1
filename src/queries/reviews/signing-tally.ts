import type { PendingChanges } from '#decisions/pending-changes.ts'

/** The progress of a sign-off of many rows. What is in none of its numbers has not been begun, or was taken back. */
export type Signing = {
  readonly total: number
  /** Confirmed by the server. */
  readonly signed: number
  /** Left out: decided otherwise since they were counted, no longer the reader's, or not to be signed by the rules. */
  readonly skipped: number
  /** Waiting for the reader: the server did not take them. */
  readonly refused: number
  /** On their way: whether they are signed off is not known. */
  readonly waiting: number
  /** Whether no more are sent although some are left. */
  readonly stopped: boolean
}

/** Counts what becomes of the rows of one sign-off of many. */
export type SigningTally = {
  /** Counts anew, reports that, and returns how many are on their way. */
  readonly look: () => number
  /** A row is on its way from now on. */
  readonly wait: (id: number) => void
  /** A row was left out. */
  readonly leaveOut: () => void
  /** Takes back what is on its way and cannot have reached the server. */
  readonly withdraw: () => Promise<void>
}

type TallyOptions = {
  readonly pending: PendingChanges
  readonly total: number
  readonly onProgress: (progress: Signing) => void
}

/** Begins at none, and reports that. */
export function startTally({ pending, total, onProgress }: TallyOptions): SigningTally {
  const waiting = new Set<number>()
  const refused = new Set<number>()
  /** Of these it is not taken as given up that nothing waits any more: the device may still have them. */
  const unsure = new Set<number>()
  let signed = 0
  let skipped = 0
  let stopped = false

  function place(id: number): void {
    const kind = pending.states.get(id)?.kind
    if (kind === undefined && unsure.has(id)) return
    waiting.delete(id)
    refused.delete(id)
    if (kind === 'saved') signed += 1
    else if (kind === 'needs you') refused.add(id)
    else if (kind !== undefined) waiting.add(id)
  }

  function look(): number {
    for (const id of [...waiting, ...refused]) place(id)
    onProgress({ total, signed, skipped, refused: refused.size, waiting: waiting.size, stopped })
    return waiting.size
  }

  look()
  return {
    look,
    wait: (id) => void waiting.add(id),
    leaveOut: () => (skipped += 1),
    async withdraw() {
      const ids = [...waiting]
      for (const id of ids) unsure.add(id)
      for (const id of await pending.withdraw(ids)) waiting.delete(id)
      stopped = true
      look()
    },
  }
}
