import { readableUrl } from './files.ts'

/** `http://authority` in front of a path, as proxies are asked; anybody may ask us so (RFC 9112, section 3.2.2). */
const absoluteForm = /^http(s?):\/\/([^/?#]*)/i

/** Scheme and authority, in small letters, of an address such as a request target in absolute form; undefined for any other. */
export function originOf(
  address: string,
): { readonly scheme: 'http' | 'https'; readonly authority: string } | undefined {
  const [origin, secure, authority = ''] = absoluteForm.exec(address) ?? []
  if (origin === undefined) return undefined
  return { scheme: secure ? 'https' : 'http', authority: authority.toLowerCase() }
}

/**
 * The target of a request as it is routed: without an authority, and with a `:` in its path that was sent as `%3A`, which
 * means the same (RFC 3986, section 6.2.2) and which clients send that encode each segment.
 */
export function routedTarget(target: string): string {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(target.replace(absoluteForm, '')) ?? []
  const readable = path.replace(/%3a/gi, ':')
  return readableUrl(`${readable.startsWith('/') || readable === '*' ? '' : '/'}${readable}${rest}`)
}
