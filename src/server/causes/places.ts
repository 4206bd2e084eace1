import { isCode, isMessage, isTelling } from './codes.ts'
import { isWordAt, isWordBefore } from './words.ts'

/** What stands in a place of a message that may differ from one event to the next. */
export type PlaceKind = 'name' | 'id' | 'address' | 'path' | 'time' | 'duration' | 'number'

/** A place of a message: what it is, what stands there, and whether it says which failure it is, so that it stays. */
export type Place = {
  readonly kind: PlaceKind
  readonly value: string
  readonly length: number
  readonly kept: boolean
}

type Rule = {
  readonly kind: PlaceKind
  readonly pattern: RegExp
  /** Whether a code word before it, or its own look, lets it stay. */
  readonly mayBeCode?: boolean
  /** Whether it can begin with a word in small letters alone. */
  readonly ofPlainWords?: boolean
}

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const day = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*'
const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]m\b)?`
const zone = String.raw`(?:\s?(?:Z|UTC|GMT|CET|CEST|[ECMP][SD]T)\b|\s?[+-]\d{2}:?\d{2}\b)?`
/** What is named by what stands behind it. */
const nounsOfNames =
  '(?:[Uu]ser|[Aa]ccount|[Mm]ember|[Gg]roup|[Rr]ole|[Rr]ecipient|[Mm]ailbox|[Pp]rincipal|[Dd]estination)'
const attribute = '(?:CN|OU|DC|UID|O|L|ST|C|E|SN|STREET)'

/** In this order: what is tried first takes its place from what comes later. Each is tried at one place of a message. */
const rules: readonly Rule[] = [
  // Somebody wrote what we mark places with.
  { kind: 'name', pattern: /⟨[^⟨⟩\n]{1,300}⟩/uy },
  {
    kind: 'address',
    pattern: /(?:https?|ldaps?|jdbc:\w+|tcp|sftp|ftp|wss?):\/\/(?:\[[0-9a-f:.]+\])?[^\s"'<>)\]}]*/iy,
  },
  { kind: 'id', pattern: /arn:[\w-]+:[\w-]*:[\w-]*:\d*:[\w/.+=,@-]+/y },
  {
    kind: 'address',
    pattern: /(?:[A-Za-z]+\/)?[\p{L}\p{N}][\p{L}\p{N}._%+'-]*@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/uy,
  },
  { kind: 'address', pattern: /[A-Za-z]+\/[\w.-]+@[\w.-]+\w/y },
  {
    kind: 'name',
    pattern: new RegExp(
      String.raw`(?:${attribute}=(?:\\.|[^,\n"<>=])+,\s*)+${attribute}=[^\s,;:"'()<>]+`,
      'iy',
    ),
  },
  { kind: 'name', pattern: /(?:CN|UID)=[^\s,;:"'()<>]+/iy },
  { kind: 'name', pattern: /[\p{L}\p{N}][\p{L}\p{N}.-]*\\[\p{L}\p{N}_.$-]+/uy },
  { kind: 'id', pattern: /(?<=\bat )0x[0-9a-f]+/iy },
  // What stands in brackets behind a key is its value: `Key (email)=(ana@example.com)`.
  { kind: 'name', pattern: /(?<=\bvalue is |\)=)\([^()\n]*\)/iy },
  {
    kind: 'name',
    pattern:
      /(?<=\b(?:with name|user ?name=|samaccountname=|account=|identity=|user=|login=)\s?)[\p{L}\p{N}][\p{L}\p{N}._@-]*(?<![.])/iuy,
    ofPlainWords: true,
  },
  {
    kind: 'name',
    pattern: new RegExp(
      String.raw`(?<=\b${nounsOfNames}\s)(?!${'(?:ID|DN|UPN|SID|OU|AD|API|LDAP|HTTP|SSO|MFA|NULL|NOT)\\b'})(?:\p{Lu}[\p{Lu}\p{N}_-]{2,}|(?=[\p{L}\p{N}]*[._\p{N}-]|\p{Ll}+\p{Lu})[\p{L}\p{N}][\p{L}\p{N}._-]*(?<![._-]))(?![\p{L}\p{N}])`,
      'uy',
    ),
  },
  { kind: 'name', pattern: /\{[A-Z][a-z]\w+\}/y },
  {
    kind: 'id',
    pattern: /\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?(?![\p{L}\p{N}])/iuy,
  },
  { kind: 'id', pattern: /S-1-\d+(?:-\d+)+/y },
  // Where in the code of a directory server, and its build: they differ for one cause.
  { kind: 'id', pattern: /DSID-[0-9a-f]+|(?<=\bdata [0-9a-f]+, )v[0-9a-f]{2,5}\b/iy, ofPlainWords: true },
  { kind: 'time', pattern: new RegExp(String.raw`\d{4}-\d{2}-\d{2}(?:[T ]${clock}${zone})?`, 'iy') },
  {
    kind: 'time',
    pattern: new RegExp(
      String.raw`(?<!\b[245]\d{2}[ #-])\d{1,4}[./]\d{1,2}[./]\d{2,4}(?![.\d])(?:,?\s+${clock}${zone})?`,
      'iy',
    ),
  },
  {
    kind: 'time',
    pattern: new RegExp(
      String.raw`(?:${day},?\s+)?(?:\d{1,2}\s+${month}|${month}\s+\d{1,2}),?\s+(?:\d{4}\b)?(?:,?\s*${clock}${zone})?(?:\s+\d{4}\b)?`,
      'iy',
    ),
    ofPlainWords: true,
  },
  { kind: 'time', pattern: new RegExp(`${clock}${zone}(?!\\d)`, 'iy') },
  { kind: 'duration', pattern: /P(?:\d+D)?T(?:\d+(?:\.\d+)?[HMS])+\b|P\d+D\b/y },
  {
    kind: 'duration',
    pattern:
      /\d+(?:[.,]\d+)?\s?(?:milliseconds?|ms|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|s|m|h)\b/iy,
  },
  { kind: 'number', pattern: /\d+(?:[.,]\d+)*\s?(?:bytes?|[KMGT]i?B|%)/iy },
  { kind: 'address', pattern: /(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?![.\d])/y },
  {
    kind: 'address',
    pattern:
      /\[?(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}\]?(?::\d{1,5})?|\[?(?:[0-9a-f]{0,4}:){1,6}:[0-9a-f]{1,4}\]?(?::\d{1,5})?/iy,
  },
  {
    kind: 'path',
    pattern: /[A-Za-z]:\\(?:[^\s\\"'<>|:]+(?: [^\s\\"'<>|:]+)*\\)*[^\s"'<>|]*|\\\\[^\s"'<>|]+/y,
  },
  { kind: 'path', pattern: /\/[\w.$%~-]+(?:\/[\w.$%~{}-]+)+\/?(?:\?[^\s"'<>)\]]*)?/y },
  { kind: 'address', pattern: /(?:[a-z0-9-]+\.){2,}[a-z]{2,}(?::\d{1,5})?(?![\w.-])/y },
  {
    kind: 'address',
    pattern: /(?:localhost|[a-z0-9-]+\.(?:com|net|org|local|internal|lan|corp))(?::\d{1,5})?(?![\w.-])/y,
    ofPlainWords: true,
  },
  { kind: 'id', pattern: /0x[0-9a-f]+\b/iy, mayBeCode: true },
  {
    kind: 'id',
    pattern: /(?=[\p{L}_-]*\d)(?=[\p{N}_-]*\p{L})[\p{L}\p{N}][\p{L}\p{N}_-]{3,}(?![\p{L}\p{N}])/uy,
    mayBeCode: true,
  },
  { kind: 'id', pattern: /(?=[\p{Ll}.]*\d)\p{Ll}+(?:\.[\p{Ll}\p{N}]+)+(?![\p{L}\p{N}])/uy },
  { kind: 'number', pattern: /[-+]?\d+(?:[.,]\d+)*(?![\p{L}\p{N}])/uy, mayBeCode: true },
]

const quotes: readonly (readonly [open: string, close: string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['`', "'"],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['«', '»'],
  ['‹', '›'],
]
const maxNameLength = 300
/** A word in small letters that nothing is written on to: of most places it is none. */
const plainWord = /\p{Ll}+(?=[\s,;!?)]|$)/uy

/** The place that begins here in a message; undefined where it goes on with plain words. */
export function placeAt(message: string, at: number): Place | undefined {
  const quoted = quotedAt(message, at)
  if (quoted) return quoted
  // Within a word nothing begins.
  if (isWordBefore(message, at)) return undefined
  plainWord.lastIndex = at
  const isPlain = plainWord.test(message)
  for (const { kind, pattern, mayBeCode = false, ofPlainWords = false } of rules) {
    if (isPlain && !ofPlainWords) continue
    pattern.lastIndex = at
    const value = pattern.exec(message)?.[0]
    if (value) return { kind, value, length: value.length, kept: mayBeCode && isCode(message, at, value) }
  }
  return undefined
}

/** A text in quotes; undefined for a key of JSON, and for a whole message, whose own places are looked for one by one. */
function quotedAt(message: string, at: number): Place | undefined {
  for (const [open, close] of quotes) {
    if (open !== message[at]) continue
    const place = quotedBy(message, at, close)
    if (place) return place
  }
  return undefined
}

function quotedBy(message: string, at: number, close: string): Place | undefined {
  if (message[at] === close && isWordBefore(message, at)) return undefined
  const end = message.indexOf(close, at + 1)
  if (end < 0 || end - at > maxNameLength) return undefined
  const value = message.slice(at + 1, end)
  if (value.includes('\n') || isWordAt(message, end + 1)) return undefined
  const before = message.slice(0, at)
  const isKey = /^\s*:/.test(message.slice(end + 1, end + 4)) && /[{,]\s*$/.test(before)
  if (isKey || isMessage(before, value)) return undefined
  const kept = isCode(message, at, value) || isTelling(message, at, value)
  return { kind: 'name', value: message.slice(at, end + 1), length: end + 1 - at, kept }
}
