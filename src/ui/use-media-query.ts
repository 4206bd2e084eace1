import { useSyncExternalStore } from 'react'

/** Whether a media query holds now; the component renders again when that changes. */
export function useMediaQuery(query: string): boolean {
  const { subscribe, matches } = mediaQueryOf(query)
  return useSyncExternalStore(subscribe, matches)
}

/** Up to this width rows are cards, and filters open as a sheet. */
export const narrow = '(max-width: 720px)'

type MediaQuery = { readonly subscribe: (changed: () => void) => () => void; readonly matches: () => boolean }

/** One for each query: the browser reads a query each time that it is asked for a list. */
const mediaQueries = new Map<string, MediaQuery>()

function mediaQueryOf(query: string): MediaQuery {
  const known = mediaQueries.get(query)
  if (known) return known
  const list = window.matchMedia(query)
  const mediaQuery = {
    subscribe: (changed: () => void) => {
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    matches: () => list.matches,
  }
  mediaQueries.set(query, mediaQuery)
  return mediaQuery
}
