import { firstPagePath, themeKey } from './early-data.ts'

/*
 * A script of its own, a three-hundredth of the page's size, which the build writes into the shell. It runs while the
 * rest is on its way: it shows the theme, opens a session where this browser does not remember one, and asks for the
 * rows that a plain address shows. That saves two round trips before rows are visible.
 */

const sessionHint = 'countersign.session'
const headers = { Accept: 'application/json', 'X-Requested-With': 'countersign' }

/** Opens a session; whatever goes wrong here, the client meets again and says. */
async function openSession(): Promise<void> {
  const init = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: '{}' }
  const answer = await fetch('/app/v1/session', init).catch(() => undefined)
  if (answer?.ok) localStorage.setItem(sessionHint, 'yes')
}

function start() {
  const session = localStorage.getItem(sessionHint) ? Promise.resolve() : openSession()
  const { pathname, search } = location
  const plain = search === '' && (pathname === '/' || pathname.startsWith('/activity/workflow-actions'))
  const page = plain ? session.then(() => fetch(firstPagePath, { headers })) : undefined
  // The page may never come to read it; a failure is then nobody's.
  page?.catch(() => undefined)
  globalThis.countersignEarly = { session, page }
}

const theme = localStorage.getItem(themeKey)
if (theme) document.documentElement.dataset.theme = theme
start()
// The first time that a browser writes, it loads its calendars and zones: a large part of all the work until rows are
// visible, and there is nothing else to do while the code is on its way.
new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }).format(0)
