import { vi } from 'vitest'
import type { Preconditions } from '#client/client.ts'
import { aResult } from '#testing/result.ts'
import { Outbox } from './outbox.ts'
import type { About } from './outbox-entry.ts'
import type { OutboxOptions } from './outbox-options.ts'
import type { OutboxEvent } from './outbox-event.ts'
import type { RowChange } from '../row-change.ts'

export const accept = { decision: 'RESULT_DECISION_ACCEPTED' } as const
export const reject = { decision: 'RESULT_DECISION_REJECTED' } as const

export const certification_id = 'c-1'
export const row = (result_id: number) => ({ certification_id, result_id })
const about: About = { name: 'Ada Lovelace, Administrator', due: undefined }

export type Sent = {
  readonly id: number
  readonly change: RowChange
  readonly on: Preconditions
  readonly answer: (version: number) => Promise<void>
  readonly fail: (error: Error) => Promise<void>
}

/** Gives promises, and timers that are due at once, their turn. Needs fake timers. */
export const settled = async () => void (await vi.advanceTimersByTimeAsync(0))

/** An outbox whose requests wait until the test answers them. `add` resolves once the change is as safe as it gets. */
export function anOutbox(options: Partial<OutboxOptions> = {}) {
  const sent: Sent[] = []
  const events: OutboxEvent[] = []
  let keys = 0
  const outbox = new Outbox({
    send: ({ result_id: id }, change, on) =>
      new Promise((resolve, reject_) => {
        const answer = (version: number) => (resolve(version), settled())
        const fail = (error: Error) => (reject_(error), settled())
        sent.push({ id, change, on, answer, fail })
      }),
    afterPaint: () => Promise.resolve(),
    newKey: () => `key-${(keys += 1)}`,
    random: () => 1,
    ...options,
  })
  outbox.subscribe(certification_id, (event) => {
    if (event.kind !== 'looked at') events.push(event)
  })
  const at = (index: number) => {
    const one = sent.at(index)
    if (!one) throw new Error(`nothing was sent as number ${index}`)
    return one
  }
  const add = (id: number, change: RowChange, seen = aResult(), more: Partial<About> = {}) => {
    outbox.add(row(id), change, seen, { ...about, ...more })
    return settled()
  }
  const unsent = () => outbox.counts(certification_id).unsent
  return { outbox, sent, events, at, add, unsent, ons: () => sent.map(({ on }) => `${on.key}@${on.version}`) }
}
