/** The token of the link, once it has been taken out of the address. */
let taken: string | undefined

/**
 * The token of a one-time link, out of the fragment of the address; the address and the history do not have it any more from
 * then on. The early script has taken it already where there is one. Undefined where the address came without.
 */
export function linkToken(): string | undefined {
  const written = globalThis.countersignEarly?.token || location.hash.slice(1)
  if (written !== '') {
    taken = written
    if (globalThis.countersignEarly) delete globalThis.countersignEarly.token
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search)
  }
  return taken
}
