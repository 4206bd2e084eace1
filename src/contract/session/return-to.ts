/** The first segments of the paths that somebody can come back to: the screens of the page but those of signing in. */
const places: ReadonlySet<string> = new Set(['', 'activity', 'reviews', 'exports', 'verify', 'settings'])

const most = 2048

/** A path that would be read another way by somebody else on the way to it: by a proxy, or a browser that folds it. */
const ambiguousPath = /\\|%5c|\/\/|%2f%2f|\/%2f|%2f\//i

/**
 * Where to go after signing in: `target` when it is path, query and fragment of a screen of the page at `origin`, else '/'.
 * Takes anything. Only the path is looked at for what leads elsewhere: query and fragment are kept as they are, for they lead
 * nowhere. The server asks when it keeps a target and again when it sends somebody there; the page when it reads its address.
 */
export function returnTarget(target: unknown, origin: string): string {
  if (typeof target !== 'string' || target.length > most || !/^\/(?![/\\])[\x21-\x7e]*$/.test(target))
    return '/'
  const [written = ''] = target.split(/[?#]/)
  if (ambiguousPath.test(written)) return '/'
  const url = URL.canParse(target, origin) ? new URL(target, origin) : undefined
  if (url?.origin !== origin || ambiguousPath.test(url.pathname)) return '/'
  const [, first = ''] = url.pathname.split('/')
  if (!places.has(first)) return '/'
  return url.pathname + url.search + url.hash
}
