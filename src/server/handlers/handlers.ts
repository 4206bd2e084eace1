import type { Actor } from '#contract/permissions.ts'
import type { HandlerInput, Reply, RouteName } from '#contract/routes.ts'

/** What a handler knows of a call besides its validated input. */
export type Call<Caller = Actor> = {
  readonly actor: Caller
  /** Hands the page its session: an HttpOnly cookie that ends at `expires`. */
  setSession(token: string, expires: Date): void
  /** Whether the call came from this machine, to an address that only this machine has. */
  readonly fromLoopback: boolean
}

/** One handler a route of the contract; leaving one out does not compile. */
export type Handlers = {
  readonly [N in RouteName]: (input: HandlerInput<N>, call: Call) => Promise<Reply<N>>
}
