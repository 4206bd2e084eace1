import { isExactNumber } from '#std/exact-number.ts'
import type { Value } from './ast.ts'
import { ScimError } from './error.ts'
import type { Reader } from './reader.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * Reads a JSON string, number, true, false or null at the present place. Refuses what JSON allows but a database
 * cannot hold or compare: a NUL, half a surrogate pair, and a number that would change by being read.
 */
export function readValue(reader: Reader): Value {
  const first = reader.peek()
  if (first === QUOTE) return readString(reader)
  if (first === 0x2d || (first >= 0x30 && first <= 0x39)) return readNumber(reader)
  const start = reader.at
  const end = reader.wordEnd()
  reader.at = end
  switch (reader.text.slice(start, end)) {
    case 'true':
      return true
    case 'false':
      return false
    case 'null':
      return null
    default:
      throw new ScimError('expectedValue', start, Math.max(end, Math.min(start + 1, reader.end)))
  }
}

function readNumber(reader: Reader): number {
  const start = reader.at
  const end = reader.wordEnd()
  const word = reader.text.slice(start, end)
  if (!number.test(word)) throw new ScimError('badNumber', start, end)
  if (!isExactNumber(word)) throw new ScimError('inexactNumber', start, end)
  reader.at = end
  const value = Number(word)
  return value === 0 ? 0 : value
}

function readString(reader: Reader): string {
  const { text, end } = reader
  const open = reader.at
  let from = open + 1
  let value = ''
  let surrogates = false
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      value += text.slice(from, at)
      reader.at = at + 1
      if (surrogates && !value.isWellFormed()) throw new ScimError('invalidValue', open, reader.at)
      return value
    }
    if (code < 0x20) throw new ScimError('controlCharacter', at, at + 1)
    if (code === BACKSLASH) {
      value += text.slice(from, at)
      reader.at = at
      const escaped = readEscape(reader)
      value += escaped
      surrogates ||= isSurrogate(escaped.charCodeAt(0))
      from = reader.at
      at = from - 1
    } else {
      surrogates ||= isSurrogate(code)
    }
  }
  throw new ScimError('unclosedString', open, end)
}

/** Reads one escape, backslash included, and leaves the place after it. */
function readEscape(reader: Reader): string {
  const start = reader.at
  const letter = reader.text.slice(start + 1, start + 2)
  if (letter === 'u') {
    const digits = reader.text.slice(start + 2, start + 6)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw badEscape(reader, start + 2 + hexDigits(digits))
    reader.at = start + 6
    const code = Number.parseInt(digits, 16)
    if (code === 0) throw new ScimError('invalidValue', start, reader.at)
    return String.fromCharCode(code)
  }
  const meant = escapes[letter]
  if (meant === undefined) throw badEscape(reader, start + 2)
  reader.at = start + 2
  return meant
}

function hexDigits(text: string): number {
  return text.length - text.replace(/^[0-9a-fA-F]+/, '').length
}

function badEscape(reader: Reader, end: number): ScimError {
  return new ScimError('badEscape', reader.at, Math.min(end, reader.end))
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff
}
