import {
  contextAfter,
  firstPagePath,
  positionsAfter,
  positionsBefore,
  resultsAfter,
  resultsBefore,
  sessionHint,
  sessionPath,
  themeKey,
} from './early-data.ts'

/*
 * Runs while the rest of the page is on its way: shows the theme, opens a session where this browser does not remember
 * one, and asks for the rows that a plain address shows. That saves two round trips before rows are visible.
 */

const headers = { Accept: 'application/json', 'X-Requested-With': 'countersign' }

/** Opens a session; whatever goes wrong here, the client meets again and says. */
async function openSession(): Promise<void> {
  const init = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: '{}' }
  const answer = await fetch(sessionPath, init).catch(() => undefined)
  if (answer?.ok) localStorage.setItem(sessionHint, 'yes')
}

/** The paths of the first rows that the address shows. Who has signed out, or may not read them, would only be refused. */
function firstPaths(hint: string): readonly string[] {
  const { pathname, search } = location
  if (search !== '' || hint === 'out') return []
  const [, review] = /^\/reviews\/([^/]+)(\/rows\/\d+)?\/?$/.exec(pathname) ?? []
  if (review)
    return [
      positionsBefore + review + positionsAfter,
      resultsBefore + review + resultsAfter,
      resultsBefore + review,
      positionsBefore + review + contextAfter,
      sessionPath,
    ]
  const activity = pathname === '/' || pathname.startsWith('/activity/workflow-actions')
  return activity && !hint.startsWith('reviewer ') ? [firstPagePath] : []
}

/** Asks the server for what the address shows; the client finds the answers (`countersignEarly`). */
export function askEarly(): ReadonlyMap<string, Promise<Response>> {
  const theme = localStorage.getItem(themeKey)
  if (theme) document.documentElement.dataset.theme = theme
  const hint = localStorage.getItem(sessionHint) ?? ''
  const session = hint ? Promise.resolve() : openSession()
  const pages = new Map<string, Promise<Response>>()
  for (const path of firstPaths(hint))
    pages.set(
      path,
      session.then(() => fetch(path, { headers })),
    )
  // The page may never come to read them; a failure is then nobody's. (The bundler takes a lone `catch` away.)
  void Promise.allSettled(pages.values())
  globalThis.countersignEarly = { session, pages }
  return pages
}
