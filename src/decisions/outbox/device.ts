import type { OutboxIdentity } from '#contract/session/session.ts'
import type { ChannelMessage } from './channel-message.ts'
import { openChannel } from './outbox-channel.ts'
import { createCipher } from './outbox-cipher.ts'
import { openOutboxDatabase } from './outbox-database.ts'
import { createOutboxStore, type OutboxStore } from './outbox-store.ts'
import { type ElectionOptions, startElection } from './sender-election.ts'
import { within } from './waits.ts'

/**
 * What this browser offers one person: a store for unsent changes, a channel between tabs, and an election of the tab
 * that sends.
 */
export type Device = {
  readonly store: OutboxStore
  /** Listens to the person's other tabs; returns what speaks to them. */
  readonly connect: (onMessage: (message: ChannelMessage) => void) => (message: ChannelMessage) => void
  /** Takes part in the election of the tab that sends. */
  readonly elect: (options: Pick<ElectionOptions, 'onElected' | 'onLost'>) => void
}

const maxOpenMs = 5_000

/**
 * Opens the device for a person; `onLost` is called when the browser takes the stored data away. Rejects when
 * IndexedDB, WebCrypto, Web Locks or BroadcastChannel are missing (private windows, plain http) or do not answer.
 */
export async function openDevice({ actor, key }: OutboxIdentity, onLost: () => void): Promise<Device> {
  if (!canKeep()) throw new Error('This browser keeps nothing.')
  // The last is not needed but as a proof that locks work.
  const opening = Promise.all([openOutboxDatabase(onLost), createCipher(key), navigator.locks.query()])
  const [database, cipher] = await within(maxOpenMs, opening)
  return {
    store: createOutboxStore(database, cipher, actor),
    connect: (onMessage) => openChannel(actor, onMessage),
    elect: (on) => startElection({ name: `countersign-outbox:${actor}`, ...on }),
  }
}

/** Whether the browser has all that is needed; whatever the types say, some of it is missing over plain http. */
function canKeep(): boolean {
  const needed: readonly unknown[] = [
    globalThis.indexedDB,
    globalThis.crypto.subtle,
    navigator.locks,
    globalThis.BroadcastChannel,
  ]
  return needed.every((part) => part !== undefined)
}
