import * as z from 'zod/mini'
import { readCurrent } from '../conflict.ts'
import { readHalt } from './halt.ts'
import { readChange, type RowRef, StoredBase } from './outbox-entry.ts'
import type { OutboxEvent } from './outbox-event.ts'
import { type Pause, pauses } from '../outcome.ts'

/** A message between the tabs of one person. */
export type ChannelMessage =
  /** Rows to be read from the device again, with what has happened to them where there is something to say. */
  | { readonly kind: 'rows'; readonly rows: readonly { row: RowRef; event?: OutboxEvent | undefined }[] }
  /** The person is signed in, in a tab that was just opened. */
  | { readonly kind: 'signed in' }
  /** A row is to be sent although it is late. */
  | { readonly kind: 'even late'; readonly row: RowRef }
  | { readonly kind: 'paused'; readonly why: Pause }

const Row = z.object({ certification_id: z.string(), result_id: z.number() })

const Message = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    rows: z.array(z.object({ row: Row, event: z.optional(z.unknown()) })),
  }),
  z.object({ kind: z.literal('signed in') }),
  z.object({ kind: z.literal('even late'), row: Row }),
  z.object({ kind: z.literal('paused'), why: z.enum(pauses) }),
])

const Event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved'), key: z.string(), version: z.number(), change: z.unknown() }),
  z.object({ kind: z.enum(['already so', 'apart']), current: z.unknown() }),
  z.object({ kind: z.literal('halted'), base: StoredBase, halt: z.unknown() }),
  z.object({ kind: z.literal('dropped'), base: StoredBase }),
])

/**
 * Reads a message from another tab. Undefined for one that this version of the page does not know: the other tab may
 * run another version, and any script of this origin can post here. A row whose event cannot be read comes without it.
 */
export function readMessage(data: unknown): ChannelMessage | undefined {
  const message = Message.safeParse(data).data
  if (message?.kind !== 'rows') return message
  return { kind: 'rows', rows: message.rows.map(({ row, event }) => ({ row, event: readEvent(row, event) })) }
}

function readEvent({ certification_id, result_id }: RowRef, data: unknown): OutboxEvent | undefined {
  const event = Event.safeParse(data).data
  const row = { certification_id, result_id }
  switch (event?.kind) {
    case 'saved': {
      const change = readChange(event.change)
      return change && { ...row, kind: 'saved', key: event.key, version: event.version, change }
    }
    case 'already so':
    case 'apart': {
      const current = readCurrent(event.current)
      return current && { ...row, kind: event.kind, current }
    }
    case 'halted':
      return { ...row, kind: 'halted', base: event.base, halt: readHalt(event.halt) }
    case 'dropped':
      return { ...row, kind: 'dropped', base: event.base }
    default:
      return undefined
  }
}
