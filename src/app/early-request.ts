/*
 * Runs before any file of the page has come: the build writes it into index.html (tools/inline-early-request.ts), and
 * the server allows it by its hash. It shows the theme, opens a session where this browser remembers none, asks for the
 * rows that an address without parameters shows, and has the browser fetch the code of that screen. The client takes
 * the answers (early-fetch.ts), so nothing is asked for twice.
 *
 * It imports nothing, so its literals are written again here; early-request.test.ts compares them with what the page asks.
 */

/** The files of each screen, by the names that the build gave them; the build writes them in. */
declare const SCREEN_FILES: Readonly<Record<'activity' | 'review', readonly string[]>>

{
  const askedAt = Date.now()
  const headers = { Accept: 'application/json', 'X-Requested-With': 'countersign' }
  const { pathname, search } = location
  const theme = localStorage.getItem('countersign.theme')
  if (theme) document.documentElement.dataset['theme'] = theme

  const isSignIn = /^\/(sign-in|set-up|set-password|signed-in)$/.test(pathname)
  const token = pathname.startsWith('/set-') ? location.hash.slice(1) : ''
  // Before anything is asked, and before it can be copied with the address or seen in the history.
  if (token) history.replaceState(null, '', pathname + search)

  /** What this browser remembers of its session; session-hint.ts says in what form. */
  const hint = localStorage.getItem('countersign.session') ?? ''
  const [, review] = /^\/reviews\/([^/]+)(\/rows\/\d+)?\/?$/.exec(pathname) ?? []
  const isActivity = pathname === '/' || pathname.startsWith('/activity/workflow-actions')

  const firstPaths = (): readonly string[] => {
    // Who has signed out, or may not read the rows, would only be refused.
    if (search !== '' || hint === 'out') return []
    if (review)
      return [
        `/app/v1/certifications/${review}/positions?order_by=result_id+asc`,
        `/api/preview/awf/certifications/${review}/results?order_by=result_id+asc&page_token=0&page_size=50`,
        `/api/preview/awf/certifications/${review}`,
        `/app/v1/certifications/${review}/context`,
        '/app/v1/session',
      ]
    return isActivity && !hint.startsWith('reviewer ')
      ? ['/api/private/lifecycle_management/action_events?order_by=started_at+desc']
      : []
  }

  /** Whatever goes wrong here, the client meets again and says. */
  const openSession = async (): Promise<void> => {
    const answer = await fetch('/app/v1/session', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: '{}',
    }).catch(() => undefined)
    // Where the server lets nobody in unasked, nothing is asked for again before somebody has signed in.
    if (answer?.ok || answer?.status === 403)
      localStorage.setItem('countersign.session', answer.ok ? 'yes' : 'out')
  }

  const session = hint || isSignIn ? Promise.resolve() : openSession()
  const pages = new Map(
    firstPaths().map((path) => [path, session.then(() => fetch(path, { headers }))] as const),
  )
  // The page may never come to read them; a failure is then nobody's.
  void Promise.allSettled(pages.values())
  globalThis.countersignEarly = { session, pages, askedAt, token }

  const files = review ? SCREEN_FILES.review : isActivity ? SCREEN_FILES.activity : []
  for (const href of files)
    document.head.append(
      Object.assign(document.createElement('link'), { rel: 'modulepreload', crossOrigin: '', href }),
    )

  // The first such call reads the browser's data of zones and languages, while nothing else is to be done.
  new Intl.DateTimeFormat().format(askedAt)
}
