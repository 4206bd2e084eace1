import { parseInstant } from '#std/instant.ts'
import { invalid } from '../../refused.ts'

/** The two columns of a due date, from RFC 3339 with an offset or null. Throws `Refused` for what is no time. */
export function dueColumns(due: string | null): { due_date: string | null; due_ns: string | null } {
  if (due === null) return { due_date: null, due_ns: null }
  const instant = parseInstant(due)
  if (!instant) throw invalid('due_date', 'must be a date and time of the years 1678 to 2261 with its offset')
  return { due_date: instant.utc, due_ns: String(instant.ns) }
}
