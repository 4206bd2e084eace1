import { readableUrl } from './files.ts'

/** `http://authority` in front of a path, as proxies are asked; anybody may ask us so (RFC 9112, section 3.2.2). */
const absoluteForm = /^http(s?):\/\/([^/?#]*)/i

/** Scheme and authority, in small letters, of an absolute http or https URL; undefined for any other text. */
export function originOf(
  address: string,
): { readonly scheme: 'http' | 'https'; readonly authority: string } | undefined {
  const [origin, secure, authority = ''] = absoluteForm.exec(address) ?? []
  if (origin === undefined) return undefined
  return { scheme: secure ? 'https' : 'http', authority: authority.toLowerCase() }
}

/**
 * A request target as the router gets it: without scheme and authority, and with `%3A` in its path as `:`, which
 * means the same (RFC 3986, section 6.2.2); some clients encode every segment whole.
 */
export function routedTarget(target: string): string {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(target.replace(absoluteForm, '')) ?? []
  const readable = path.replace(/%3a/gi, ':')
  return readableUrl(`${readable.startsWith('/') || readable === '*' ? '' : '/'}${readable}${rest}`)
}
