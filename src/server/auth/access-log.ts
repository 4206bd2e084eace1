import type { Actor } from '#contract/permissions.ts'
import type { RouteName } from '#contract/routes.ts'

/**
 * The append-only record of who read what and when. It never holds the text of a filter. `store/access-log.ts`
 * implements it.
 */
export type AccessLog = {
  /** Records one read. Throws `Refused` Unavailable (503) where it cannot be written, and the read is then refused. */
  record(action: RouteName, actor: Actor, request_id: string): Promise<void>
  /** Writes what is still in memory. Called once, after the last request. */
  close(): Promise<void>
}
