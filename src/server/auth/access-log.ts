import type { Actor } from '#contract/permissions.ts'
import type { RouteName } from '#contract/routes.ts'

/** The append-only record of who read what and when, never the text of a filter. `store/access-log.ts` implements it. */
export type AccessLog = {
  /** Records one read. Throws 503 when the log cannot be written: what cannot be recorded is not shown. */
  record(action: RouteName, actor: Actor, request_id: string): Promise<void>
  /** Writes what waits. Called once, after the last request. */
  close(): Promise<void>
}
