import { configure } from '@testing-library/dom'
import { userEvent } from '@testing-library/user-event'
import { Fragment, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { onTestFinished, vi } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import type { Window } from 'happy-dom'
import { eventSourceBy } from './page-event-source.ts'
import { createPageFetch, type PageFetch, type SentChange } from './page-fetch.ts'
import { holdLeavingQuestions } from './leaving-questions.ts'
import { pageHeaders, type TestServer } from './start-server.ts'

/** How happy-dom's window is told what a browser's user tells it. */
declare const happyDOM: Window['happyDOM']

/** An open page. It is closed when the test is over. */
export type OpenPage = {
  /** Hands of a person. */
  readonly user: ReturnType<typeof userEvent.setup>
  /** Gives the browser of the page a cookie, as another tab does that signs somebody in: `name=value`. */
  readonly setCookie: (cookie: string) => void
  /** The addresses that the page has read from the server, the newest last; a test may empty it. */
  readonly read: URL[]
  /** What the page has sent to the server that may change something. */
  readonly sent: readonly SentChange[]
}

type As = {
  readonly server: TestServer
  /** `aUser(as)` has a session here, as after the sign-in page; without it the page opens as the local auditor by itself. */
  readonly as?: string
  readonly roles?: readonly Role[]
  /** React mounts everything once, as for users and not as in development: for who counts what is read. */
  readonly mountsOnce?: boolean
}

// A machine may be busy; what does not come at all is what a test fails for. Nothing hidden is in the page (popovers and
// dialogs mount what they show), and asking for the style of each element takes most of the time.
configure({ asyncUtilTimeout: 30_000, defaultHidden: true, getElementError, asyncWrapper })

/** What was not found. While something is waited for, that is asked many times, and only the end needs the page's text. */
function getElementError(message: string | null): Error {
  return new Error(waits > 0 ? (message ?? '') : withText(message))
}

/** How many waits are under way, those of waiting and those of the person's hands. */
let waits = 0

async function asyncWrapper<T>(wait: (...args: unknown[]) => Promise<T>): Promise<T> {
  waits += 1
  try {
    return await wait()
  } catch (error) {
    if (error instanceof Error) Object.defineProperty(error, 'message', { value: withText(error.message) })
    throw error
  } finally {
    waits -= 1
  }
}

/** A message, and all that the page says instead: its elements would fill a thousand lines. */
function withText(message: string | null): string {
  const says = '\nThe page says:\n'
  // Waiting hands in what looking has said.
  const [what] = (message ?? '').split(says)
  return `${what}${says}${document.body.innerText}`
}

/**
 * Opens an address in the real page: its routes, client, cache and session, over the network to `server`. Its code is
 * loaded once for a test file, and again for who meets other code than who came before: what it remembers outside of
 * components begins anew with the file. One page at a time: the address and the storage are those of the one window, which
 * the files of a process share, and are put back here.
 */
export async function renderApp(
  path: string,
  { server, as, roles = [], mountsOnce = false }: As,
): Promise<OpenPage> {
  const inPage = createPageFetch(server.url)
  const { fetch: fetchInPage, read, sent, setCookie, leave } = inPage
  happyDOM.setURL(server.url + path)
  // What a page before has kept of its last step is none of this one.
  history.replaceState(null, '')
  delete document.documentElement.dataset['theme']
  localStorage.clear()
  sessionStorage.clear()
  vi.stubGlobal('EventSource', eventSourceBy(fetchInPage))
  if (as !== undefined) await signIn(inPage, server, as, roles)
  const code = codeOf(localStorage.getItem('countersign.session'))
  if (code !== loaded) vi.resetModules()
  loaded = code
  const forgetQuestions = holdLeavingQuestions()
  const stop = await mount(fetchInPage, mountsOnce ? Fragment : StrictMode)
  onTestFinished(() => {
    leave()
    stop()
    forgetQuestions()
    vi.unstubAllGlobals()
  })
  return { user: userEvent.setup({ pointerEventsCheck: 0, delay: null }), read, sent, setCookie }
}

/** Undefined as a file begins: to load code anew loads this file anew too. */
let loaded: 'all' | 'reviews' | undefined

/** Who only reviews never loads the code of the activity, by what the browser remembers of the session. */
function codeOf(remembered: string | null): typeof loaded {
  return remembered?.startsWith('reviewer ') ? 'reviews' : 'all'
}

/** Has the session of a person, before the page itself: what it remembers of them decides which code is loaded. */
async function signIn(
  { fetch: fetchInPage, setCookie, read }: PageFetch,
  server: TestServer,
  id: string,
  roles: readonly Role[],
): Promise<void> {
  setCookie(await server.signIn(id, ...roles))
  const answer = await fetchInPage('/app/v1/session', { headers: pageHeaders })
  read.length = 0
  if (!answer.ok) throw new Error(`${id} could not sign in: ${answer.status} ${await answer.text()}`)
  const { Session } = await import('#contract/session/session.ts')
  const { rememberSession } = await import('#app/remember-session.ts')
  const { value }: { value: unknown } = JSON.parse(await answer.text())
  rememberSession(Session.parse(value))
}

/**
 * Puts the page together as `main.tsx` does, which begins by itself and cannot be ended. Left to a browser are the guard
 * of keys, the early request and the fetching of code in idle time.
 */
async function mount(
  fetchInPage: typeof fetch,
  Mode: typeof Fragment | typeof StrictMode,
): Promise<() => void> {
  const [
    { createClient },
    { createConnection },
    { createServerClock },
    { QueriesProvider },
    { createQueryClient },
    { createRoutes },
    { askToSignIn, askWhoseItIs, mayOpenSession },
    { proveAgain },
    { signInAgain },
  ] = await Promise.all([
    import('#client/client.ts'),
    import('#client/connection.ts'),
    import('#client/server-clock.ts'),
    import('#queries/provider.tsx'),
    import('#queries/query-client.ts'),
    import('#app/routes.tsx'),
    import('#app/session-hint.ts'),
    import('#app/proof.ts'),
    import('#app/session-end.ts'),
  ])
  const connection = createConnection(async (signal) => (await fetchInPage('/readyz', { signal })).status)
  const clock = createServerClock()
  const client = createClient({
    fetch: connection.wrapFetch(clock.wrapFetch(fetchInPage)),
    base: '',
    mayOpen: mayOpenSession,
    onSignedOut: askToSignIn,
    onOtherAccount: askWhoseItIs,
    proveAgain,
    signInAgain,
  })
  const cache = createQueryClient()
  const router = createBrowserRouter(createRoutes({ client, cache }))
  const place = document.createElement('div')
  document.body.replaceChildren(place)
  const root = createRoot(place)
  root.render(
    <Mode>
      <QueriesProvider client={client} connection={connection} clock={clock} cache={cache}>
        <RouterProvider router={router} />
      </QueriesProvider>
    </Mode>,
  )
  return () => {
    root.unmount()
    router.dispose()
    cache.clear()
    document.body.replaceChildren()
  }
}
