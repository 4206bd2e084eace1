import { firstPagePath, pageHeaders, sessionHint } from './early-data.ts'
import { applyTheme, storedTheme } from './theme.ts'

/*
 * A script of its own, a thousandth of the page's size, that runs while the rest is on its way: it opens a session
 * where this browser does not remember one, then asks for the rows that a plain address shows. One round trip of a
 * slow network less before rows are visible.
 */

/** Opens a session; whatever goes wrong here, the client meets again and says. */
async function openSession(): Promise<void> {
  const headers = { ...pageHeaders, 'Content-Type': 'application/json' }
  const answer = await fetch('/app/v1/session', { method: 'POST', headers, body: '{}' }).catch(() => undefined)
  if (answer?.ok) localStorage.setItem(sessionHint, 'yes')
}

function start() {
  const session = localStorage.getItem(sessionHint) ? Promise.resolve() : openSession()
  const { pathname, search } = location
  const plain = search === '' && (pathname === '/' || pathname.startsWith('/activity/workflow-actions'))
  const page = plain ? session.then(() => fetch(firstPagePath, { headers: pageHeaders })) : undefined
  // The page may never come to read it; a failure is then nobody's.
  page?.catch(() => undefined)
  globalThis.countersignEarly = { session, page }
}

applyTheme(storedTheme())
// From a warm cache the page's own code can be first; it then asks for itself.
if (!globalThis.countersignEarly) start()
