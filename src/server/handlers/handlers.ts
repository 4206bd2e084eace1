import type { Actor } from '#contract/permissions.ts'
import type { HandlerInput, Reply } from '#contract/route.ts'
import type { RouteName, Routes } from '#contract/routes.ts'

/** What a handler knows of a call besides its validated input. */
export type Call<Caller = Actor> = {
  readonly actor: Caller
  /** Hands the page its session: an HttpOnly cookie that ends at `expires`. */
  setSession(token: string, expires: Date): void
  /** The token of the session that the request came with, whether it is still good or not. */
  readonly session: string | undefined
  /** Takes the session's cookie away. */
  endSession(): void
  /** `If-Match` and `Idempotency-Key` as they came; undefined when absent. */
  readonly ifMatch: string | undefined
  readonly idempotencyKey: string | undefined
  /** Says which version the answer is about (`ETag`), or that it is a repeat of an earlier one. */
  setVersion(version: number): void
  setReplayed(): void
  /** Whether the call came from this machine, to an address that only this machine has. */
  readonly fromLoopback: boolean
}

/** One handler a route of the contract; leaving one out does not compile. */
export type Handlers = {
  readonly [N in RouteName]: (input: HandlerInput<Routes[N]>, call: Call) => Promise<Reply<Routes[N]>>
}
