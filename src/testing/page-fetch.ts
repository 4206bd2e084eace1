/** What a page asks its server by: the `fetch` of a browser, with the cookies of its own. */
export type PageFetch = {
  readonly fetch: typeof globalThis.fetch
  /** The addresses that were read, the newest last. */
  readonly read: URL[]
  /** What was sent that may change something, `POST /app/v1/session` for one; the newest last. */
  readonly sent: readonly SentChange[]
  /** Gives the page a cookie, as an answer of the server does: `name=value`. */
  readonly setCookie: (cookie: string) => void
  /** The page is left: what is under way is broken off, and nobody hears of it. */
  readonly leave: () => void
}

export type SentChange = {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  /** The parsed JSON. */
  readonly body: unknown
}

/**
 * A `fetch` for a page at `origin` that goes over the network: it knows relative addresses, keeps cookies, and says as a
 * browser does that a request comes from the page itself. Signals to abort are those of Node.
 */
export function createPageFetch(origin: string): PageFetch {
  const cookies = new Map<string, string>()
  const sent: SentChange[] = []
  const read: URL[] = []
  const left = new AbortController()

  const fetchInPage: typeof globalThis.fetch = async (input, init) => {
    if (left.signal.aborted) return never()
    const url = new URL(input instanceof Request ? input.url : input, origin)
    const headers = new Headers(init?.headers)
    headers.set('Sec-Fetch-Site', 'same-origin')
    if (cookies.size > 0) headers.set('Cookie', [...cookies].map((pair) => pair.join('=')).join('; '))
    const method = init?.method ?? 'GET'
    if (method === 'GET') read.push(url)
    else sent.push({ method, path: url.pathname, headers, body: readJson(init?.body) })
    const signal = init?.signal ? AbortSignal.any([init.signal, left.signal]) : left.signal
    try {
      const response = await fetch(url, { ...init, headers, signal, redirect: 'manual' })
      for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
      return response
    } catch (error) {
      if (left.signal.aborted) return never()
      throw error
    }
  }

  const setCookie = (cookie: string) => keep(cookies, cookie)
  return { fetch: fetchInPage, read, sent, setCookie, leave: () => left.abort() }
}

/** Takes what a `Set-Cookie` says; one of the past is a cookie taken away. */
function keep(cookies: Map<string, string>, header: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
  const [, expires] = /;\s*expires=([^;]+)/i.exec(header) ?? []
  if (expires !== undefined && Date.parse(expires) <= Date.now()) cookies.delete(name)
  else cookies.set(name, value)
}

function readJson(body: unknown): unknown {
  return typeof body === 'string' ? JSON.parse(body) : undefined
}

function never(): Promise<Response> {
  return new Promise(() => undefined)
}
