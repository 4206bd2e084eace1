import { parseInstant } from '#std/instant.ts'
import { nanoseconds } from '#std/instant.ts'
import { invalid } from '../refused.ts'

export type DueColumns = { readonly due_date: string | null; readonly due_ns: string | null }

/**
 * The two columns of a due date, from RFC 3339 with an offset or null for none. Throws `Refused` InvalidArgument for what
 * is no time, and for a time that is not after `now`.
 */
export function dueColumns(due: string | null, now: Date): DueColumns {
  if (due === null) return { due_date: null, due_ns: null }
  const instant = parseInstant(due)
  if (!instant) throw invalid('due_date', 'must be a date and time of the years 1678 to 2261 with its offset')
  if (isOver(String(instant.ns), now)) throw invalid('due_date', 'must be in the future')
  return { due_date: instant.utc, due_ns: String(instant.ns) }
}

/** Whether a due time, in nanoseconds since 1970, has come; never where there is none. */
export function isOver(due_ns: string | null, now: Date): boolean {
  return due_ns !== null && BigInt(due_ns) <= BigInt(nanoseconds(now))
}

/** Throws `Refused` InvalidArgument where a certification that is to be published would be over at once. */
export function refusePastDue({ due_ns }: Pick<DueColumns, 'due_ns'>, now: Date): void {
  if (isOver(due_ns, now)) throw invalid('due_date', 'must be in the future: move it before you publish')
}

/** Whether a time of the log (RFC 3339) is not before a due time, in nanoseconds since 1970; never where there is none. */
export function isLate(at: string, due_ns: string | null): boolean {
  const logged = parseInstant(at)
  if (!logged) throw new Error('an entry of the log has a time that is none')
  return due_ns !== null && logged.ns >= BigInt(due_ns)
}
