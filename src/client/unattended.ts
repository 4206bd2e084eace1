/** Whoever has not touched the page for so long may have left it. */
const leftAfterMs = 60_000
const touches = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

type Place = Pick<EventTarget, 'addEventListener'>

/**
 * Makes `fetch` say `X-Unattended` with what is asked while nobody has touched the page for a minute: the page asks it by
 * itself, and the server does not count it as use of the session.
 */
export function sayUnattended(
  fetch: typeof globalThis.fetch,
  place: Place,
  clock: () => number,
): typeof globalThis.fetch {
  let touchedAt = clock()
  const touch = () => {
    touchedAt = clock()
  }
  for (const name of touches) place.addEventListener(name, touch, true)
  return (input, init) => {
    if (clock() - touchedAt < leftAfterMs) return fetch(input, init)
    const headers = new Headers(init?.headers)
    headers.set('X-Unattended', '1')
    return fetch(input, { ...init, headers })
  }
}
