import { isUtf8 } from 'node:buffer'

/**
 * Whether the query of a request target is percent-encoded UTF-8. Anything else would be read as other letters than
 * were sent.
 */
export function hasUtf8Query(target: string): boolean {
  const start = target.indexOf('?')
  if (start === -1) return true
  const bytes = target
    .slice(start + 1)
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return isUtf8(Buffer.from(bytes, 'latin1'))
}
