import './frame/needs-storage.ts'
import '#ui/tokens.css'
import '#ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { createClient } from '#client/client.ts'
import { createConnection } from '#client/connection.ts'
import { createServerClock } from '#client/server-clock.ts'
import { sayUnattended } from '#client/unattended.ts'
import { QueriesProvider } from '#queries/provider.tsx'
import { createQueryClient } from '#queries/query-client.ts'
import { guardKeys } from '#ui/guard-keys.ts'
import { guardPresses } from '#ui/guard-presses.ts'
import { fetchLazyModules } from '#ui/idle-fetch.ts'
import { comeBack } from './come-back.ts'
import { earlyFetch } from './early-fetch.ts'
import { headerControls } from './frame/header.tsx'
import { createRoutes } from './routes.tsx'
import { proveAgain } from './proof.ts'
import { signInAgain } from './session-end.ts'
import { askToSignIn, askWhoseItIs, mayOpenSession } from './session-hint.ts'

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no element #root')

guardKeys()
guardPresses()
const root = createRoot(place)
const connection = createConnection(async (signal) => (await fetch('/readyz', { signal })).status)
const clock = createServerClock()
const client = createClient({
  fetch: sayUnattended(connection.wrapFetch(earlyFetch(clock)), window, () => performance.now()),
  base: '',
  mayOpen: mayOpenSession,
  onSignedOut: askToSignIn,
  onOtherAccount: askWhoseItIs,
  proveAgain,
  signInAgain,
})
const cache = createQueryClient()
const router = createBrowserRouter(createRoutes({ client, cache }))
comeBack({ connection, cache, router })

/** For so long an empty page is better than a skeleton that something replaces at once. */
const skeletonAfterMs = 300

// Drawing twice takes longer than waiting for the screen and what it shows, which usually are here already.
const stops = [router.subscribe(drawWhenReady), cache.getQueryCache().subscribe(drawWhenReady)]
const timer = setTimeout(draw, skeletonAfterMs)

function drawWhenReady() {
  // Before anything is drawn, what is being read is what loaders have asked for, and the session, which may come later.
  const waiting = cache.isFetching({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  if (router.state.initialized && waiting === 0) draw()
}

function draw() {
  for (const stop of stops) stop()
  clearTimeout(timer)
  root.render(
    <StrictMode>
      <QueriesProvider client={client} connection={connection} clock={clock} cache={cache}>
        <RouterProvider router={router} />
      </QueriesProvider>
    </StrictMode>,
  )
  fetchRestLater()
}

/** For so long the first rows have the line to themselves; then the menus come all the same. */
const menusAfterMs = 3_000

/** Once the first rows are here, or could not be read, the browser has time for the code of everything else. */
function fetchRestLater() {
  setTimeout(() => void headerControls.fetch(), menusAfterMs)
  const rest = () => {
    if (!router.state.initialized || cache.isFetching() > 0) return
    for (const stop of stops) stop()
    void fetchLazyModules(headerControls)
  }
  const stops = [router.subscribe(rest), cache.getQueryCache().subscribe(rest)]
  rest()
}
