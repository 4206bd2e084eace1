import * as z from 'zod/mini'
import { type Failure, noFailure } from '#contract/errors.ts'
import { type Current, readCurrent } from '../conflict.ts'
import type { Entry } from './outbox-entry.ts'

/**
 * Why the changes of a row wait for a person. `refused`: the server did not accept them. `against`: a colleague changed
 * the same thing. `late`: they were kept for too long. `incomplete`: the change that they build on is missing on the
 * device. `at` is when they were made.
 */
export type Halt =
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'against'; readonly current: Current }
  | { readonly kind: 'late'; readonly why: 'old' | 'due'; readonly at: number }
  | { readonly kind: 'incomplete'; readonly at: number }

/** The server knows keys of requests for 30 days: what is older than this, in milliseconds, might be done twice. */
const oldAfterMs = 25 * 24 * 3600 * 1000

/**
 * The halt of a change that is too late to be sent without asking; undefined for one in time. Late is what is older
 * than 25 days, or was made before the due time and is still unsent after it (milliseconds since 1970).
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

/**
 * Reads a stored halt. One that cannot be read becomes `refused`, so that its changes go on waiting for their person.
 */
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
