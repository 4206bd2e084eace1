import {
  contextAfter,
  firstPagePath,
  positionsAfter,
  positionsBefore,
  resultsAfter,
  resultsBefore,
  sessionHint,
  themeKey,
} from './early-data.ts'

/*
 * A script of its own, a three-hundredth of the page's size, which the build writes into the shell. It runs while the
 * rest is on its way: it shows the theme, opens a session where this browser does not remember one, and asks for the
 * rows that a plain address shows. That saves two round trips before rows are visible.
 */

const headers = { Accept: 'application/json', 'X-Requested-With': 'countersign' }

/** The files of the two screens that links lead to; the build writes them in (vite.config.ts), and there are none before. */
declare const SCREEN_FILES: Readonly<Record<'activity' | 'review', readonly string[]>> | undefined

/** Has the browser fetch a screen's files now; the program finds them there when it comes to ask for them. */
function fetchScreen(): void {
  if (typeof SCREEN_FILES === 'undefined') return
  for (const file of SCREEN_FILES[/^\/reviews\/./.test(location.pathname) ? 'review' : 'activity']) {
    const link = document.createElement('link')
    const isStyle = file.endsWith('.css')
    // Styles are fetched only: put in here they would stand before those that say in what order their layers count.
    link.rel = isStyle ? 'preload' : 'modulepreload'
    if (isStyle) link.as = 'style'
    link.crossOrigin = ''
    link.href = file
    document.head.append(link)
  }
}

/** Opens a session; whatever goes wrong here, the client meets again and says. */
async function openSession(): Promise<void> {
  const init = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: '{}' }
  const answer = await fetch('/app/v1/session', init).catch(() => undefined)
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
    ]
  const activity = pathname === '/' || pathname.startsWith('/activity/workflow-actions')
  return activity && !hint.startsWith('reviewer ') ? [firstPagePath] : []
}

function start() {
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
}

const theme = localStorage.getItem(themeKey)
if (theme) document.documentElement.dataset.theme = theme
fetchScreen()
start()
// The first time that a browser writes, it loads its calendars and zones: a large part of all the work until rows are
// visible, and there is nothing else to do while the code is on its way.
new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }).format(0)
