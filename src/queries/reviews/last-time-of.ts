import type { LastTime } from '#contract/reviews/last-time.ts'
import type { Result } from '#contract/reviews/result.ts'

/** What was of a row last time; undefined until that is read. */
export function lastTimeOf(row: Result): LastTime | undefined {
  return (row as Result & { readonly last_time?: LastTime }).last_time
}
