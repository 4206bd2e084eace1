import type { CallInput, Route } from './route.ts'

type Parts = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
}

/**
 * Makes a call into a request: method, path with its query, JSON body. Path segments are percent-encoded, so a name
 * may hold `/`, `%`, `?` or `#`; one of dots alone cannot be sent, because URL parsers fold it away, and no import
 * takes one. Query values that are undefined are left out.
 */
export function requestOf<R extends Route>(
  route: R,
  input: CallInput<R>,
): { method: string; path: string; body: string | undefined } {
  const { params = {}, query = {}, body } = input as Parts
  const path = route.path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
  const search = new URLSearchParams()
  for (const [key, text] of Object.entries(query)) if (text !== undefined) search.set(key, text)
  const text = search.toString()
  return {
    method: route.method,
    path: text ? `${path}?${text}` : path,
    body: body === undefined ? undefined : JSON.stringify(body),
  }
}
