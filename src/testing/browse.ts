/** A browser without a screen: it keeps cookies, follows redirects, and sends what ours sends. */
export type Browser = {
  /** Goes to an address, as somebody does who types it or is led there, and ends where no redirect leads on. */
  go(address: string): Promise<Visit>
  /** Sends the form of a page. */
  submit(address: string, fields: Readonly<Record<string, string>>): Promise<Visit>
  /** Calls the server as a page of `address` does. */
  call(method: string, address: string, body?: unknown): Promise<Visit>
  /** The value of a cookie, for a test to take away. */
  cookie(origin: string, name: string): string | undefined
  /** Throws the cookies of an origin away. */
  forget(origin: string): void
}

/** An answer that is no redirect to another address, or the redirect itself where `until` said so. */
export type Visit = {
  readonly address: string
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

/** A browser with no cookies. It stops before an address that `stopAt` names, so that a test can do something with it. */
export function openBrowser(stopAt: (address: string) => boolean = () => false): Browser {
  const jar = new Map<string, Map<string, string>>()

  async function send(address: string, init: RequestInit): Promise<Response> {
    const { origin } = new URL(address)
    const cookies = jar.get(origin) ?? new Map<string, string>()
    jar.set(origin, cookies)
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '))
    const answer = await fetch(address, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) keep(cookies, line)
    return answer
  }

  async function follow(address: string, init: RequestInit): Promise<Visit> {
    let at = address
    let answer = await send(at, init)
    for (let steps = 0; answer.status >= 301 && answer.status <= 303; steps++) {
      const next = new URL(answer.headers.get('location') ?? '', at).href
      if (stopAt(next) || steps > 10)
        return { address: next, status: answer.status, text: '', headers: answer.headers }
      at = next
      answer = await send(at, { headers: { accept: 'text/html' } })
    }
    return { address: at, status: answer.status, text: await answer.text(), headers: answer.headers }
  }

  return {
    go: (address) => follow(address, { headers: { accept: 'text/html', 'sec-fetch-site': 'cross-site' } }),
    submit: (address, fields) => follow(address, { method: 'POST', body: new URLSearchParams(fields) }),
    call: (method, address, body) =>
      follow(address, {
        method,
        headers: {
          'sec-fetch-site': 'same-origin',
          'x-requested-with': 'countersign',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    cookie: (origin, name) => jar.get(origin)?.get(name),
    forget: (origin) => void jar.delete(origin),
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  const name = pair.slice(0, at)
  const value = pair.slice(at + 1)
  if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}
