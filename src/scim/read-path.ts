import type { Path } from './ast.ts'
import { ScimError } from './error.ts'
import { isAlpha, isNameChar, type Reader } from './reader.ts'

const DOT = 0x2e
const DOLLAR = 0x24

/** scheme ":" and something after it (RFC 3986), without the brackets that a filter uses itself. */
const uri = /^[a-z][a-z0-9+.-]*:(?:[\w.~:/?#@!$&'*+,;=-]|%[0-9a-f]{2})+$/i
const uriPunctuation = new Set(Array.from("~:/?#@!&'*+,;=%.", (sign) => sign.charCodeAt(0)))

/**
 * Reads an attribute path at the present place (RFC 7644, attrPath): `name`, `name.sub`, either with a schema URI and a
 * colon in front. Throws expectedAttribute where nothing like a name begins, badName for a malformed one.
 */
export function readPath(reader: Reader): Path {
  const start = reader.at
  const nameEnd = passName(reader, start)
  if (nameEnd === start) throw noName(reader)
  if (!continuesPath(reader, nameEnd)) return { name: take(reader, nameEnd) }
  if (reader.text.charCodeAt(nameEnd) === DOT) {
    const subEnd = passName(reader, nameEnd + 1)
    if (subEnd > nameEnd + 1 && !continuesPath(reader, subEnd)) {
      const name = take(reader, nameEnd)
      reader.at++
      return { name, sub: take(reader, subEnd) }
    }
  }
  return readQualifiedPath(reader)
}

/** The last colon parts the schema URI from the name: a name has none. */
function readQualifiedPath(reader: Reader): Path {
  const start = reader.at
  let end = start
  let colon = -1
  while (end < reader.end && (isNameChar(reader.text.charCodeAt(end)) || continuesPath(reader, end))) {
    if (reader.text.charCodeAt(end) === 0x3a) colon = end
    end++
  }
  const nameEnd = colon < 0 ? start : passName(reader, colon + 1)
  const subEnd = nameEnd < end ? passName(reader, nameEnd + 1) : end
  const whole =
    nameEnd > colon + 1 &&
    subEnd === end &&
    (nameEnd === end || (reader.text.charCodeAt(nameEnd) === DOT && subEnd > nameEnd + 1))
  if (colon < 0 || !whole) throw new ScimError('badName', start, end)
  const urn = reader.text.slice(start, colon)
  if (!uri.test(urn)) throw new ScimError('badName', start, end)
  reader.at = colon + 1
  const name = take(reader, nameEnd)
  if (nameEnd === end) return { urn, name }
  reader.at++
  return { urn, name, sub: take(reader, subEnd) }
}

/** Where the name that starts at `from` ends; `from` itself when none does. `$ref` is the one name that starts with `$`. */
function passName(reader: Reader, from: number): number {
  if (from >= reader.end) return from
  const first = reader.text.charCodeAt(from)
  if (!isAlpha(first) && first !== DOLLAR) return from
  let at = from + 1
  while (at < reader.end && isNameChar(reader.text.charCodeAt(at))) at++
  return first === DOLLAR && reader.text.slice(from, at).toLowerCase() !== '$ref' ? from : at
}

function continuesPath(reader: Reader, at: number): boolean {
  return at < reader.end && uriPunctuation.has(reader.text.charCodeAt(at))
}

function take(reader: Reader, end: number): string {
  const text = reader.text.slice(reader.at, end)
  reader.at = end
  return text
}

function noName(reader: Reader): ScimError {
  const end = reader.wordEnd()
  if (end > reader.at) return new ScimError('badName', reader.at, end)
  return new ScimError('expectedAttribute', reader.at, Math.min(reader.at + 1, reader.end))
}
