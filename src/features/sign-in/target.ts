import { returnTarget } from '#contract/session/return-to.ts'

/** Where to go after signing in, by the parameter as it stands in the address; '/' where that is no screen of this page. */
export function safeTarget(target: string | null, origin = location.origin): string {
  return returnTarget(target, origin)
}

/** Where the address of the sign-in page leads afterwards, by its `to`. */
export function targetIn(search: URLSearchParams): string {
  return safeTarget(search.get('to'))
}
