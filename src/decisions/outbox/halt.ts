import * as z from 'zod/mini'
import { type Failure, noFailure } from '#contract/errors.ts'
import { type Current, readCurrent } from '../conflict.ts'
import type { Entry } from './outbox-entry.ts'

/**
 * Why changes of a row wait for a person: the server will not have them, a colleague has changed the same thing, they were
 * kept for so long that nobody but the person can say whether they still hold, or the change that they were made on is
 * missing on the device, and with it perhaps a part of what was decided. `at` is when they were made.
 */
export type Halt =
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'against'; readonly current: Current }
  | { readonly kind: 'late'; readonly why: 'old' | 'due'; readonly at: number }
  | { readonly kind: 'incomplete'; readonly at: number }

/** The server knows keys of requests for 30 days: what is older than this, in milliseconds, might be done twice. */
const oldAfterMs = 25 * 24 * 3600 * 1000

/**
 * Whether a change is not to be sent by itself any more: it is older than 25 days, or decisions stopped to count
 * between its making and `now` (milliseconds since 1970). What is made after that time is for the server to judge.
 */
export function lateness({ at, due }: Pick<Entry, 'at' | 'due'>, now: number): Halt | undefined {
  if (now - at > oldAfterMs) return { kind: 'late', why: 'old', at }
  if (due !== undefined && at < due && now >= due) return { kind: 'late', why: 'due', at }
  return undefined
}

const Stored = z.union([
  z.object({ kind: z.literal('late'), why: z.enum(['old', 'due']), at: z.number() }),
  z.object({ kind: z.literal('incomplete'), at: z.number() }),
  z.object({ kind: z.literal('against'), current: z.unknown() }),
  z.object({
    kind: z.literal('refused'),
    failure: z.object({ status: z.number(), code: z.string(), message: z.string(), resolution: z.string() }),
  }),
])

/** Reads why changes of a row waited when the page was left. They go on waiting where that cannot be read. */
export function readHalt(content: unknown): Halt {
  const { data } = Stored.safeParse(content)
  if (data?.kind === 'late' || data?.kind === 'incomplete') return data
  if (data?.kind === 'refused')
    return { kind: 'refused', failure: { ...noFailure(data.failure.status), ...data.failure } }
  const current = data && readCurrent(data.current)
  if (current) return { kind: 'against', current }
  const message = 'This change was not saved. Why that was cannot be read any more.'
  return { kind: 'refused', failure: { ...noFailure(0), code: 'page', message } }
}
