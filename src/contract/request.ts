import type { CallInput, Route } from './route.ts'

type Parts = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
}

/**
 * The method, the path with its query and the JSON body of a call. Path segments are encoded whole, so a task or
 * action name may hold `/`, `%`, `?` or `#` (never only dots, which every URL parser folds away and every import refuses);
 * query values that are undefined are left out.
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
