/**
 * Where to go after signing in: the path, query and fragment that were asked for when they are of this very page's
 * server, else '/'. Takes the parameter as it stands in the address, so anything: `//elsewhere`, `/\elsewhere` and
 * `javascript:` are all '/'.
 */
export function safeTarget(target: string | null, origin = location.origin): string {
  if (!target || !/^\/(?![/\\])/.test(target)) return '/'
  // What is left to the parser: it takes tabs and line breaks out, and folds dots.
  const url = URL.canParse(target, origin) ? new URL(target, origin) : undefined
  if (url?.origin !== origin || url.pathname.startsWith('//') || url.pathname === '/sign-in') return '/'
  return url.pathname + url.search + url.hash
}
