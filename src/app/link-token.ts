import { useEffect, useState } from 'react'

/** The token of the link, once it has been taken out of the address. */
let taken: string | undefined

/**
 * The token of a one-time link, out of the fragment of the address; the address and the history do not have it any more from
 * then on. The early script has taken it already where there is one. Undefined where the address came without.
 */
function takeLinkToken(): string | undefined {
  const written = globalThis.countersignEarly?.token || location.hash.slice(1)
  if (written !== '') {
    taken = written
    if (globalThis.countersignEarly) delete globalThis.countersignEarly.token
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search)
  }
  return taken
}

/** When the address may have another fragment: a link that is opened where one is open already loads no page. */
const changes = ['hashchange', 'popstate'] as const

/**
 * The token of the one-time link that was opened last on this page (`isLinkPage`), taken out of the address at once. Undefined
 * where there was none.
 */
export function useLinkToken(isLinkPage: boolean): string | undefined {
  const [token, setToken] = useState(() => (isLinkPage ? takeLinkToken() : undefined))
  useEffect(() => {
    if (!isLinkPage) return undefined
    const take = () => setToken(takeLinkToken())
    const stop = new AbortController()
    for (const change of changes) addEventListener(change, take, { signal: stop.signal })
    take()
    return () => stop.abort()
  }, [isLinkPage])
  return token
}
