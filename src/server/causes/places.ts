/** What stands in a place of a message that may differ from one event to the next. */
export type PlaceKind = 'name' | 'id' | 'address' | 'path' | 'time' | 'duration' | 'number'

/** A place of a message: what it is, what stands there, and whether it says which failure it is, so that it stays. */
export type Place = {
  readonly kind: PlaceKind
  readonly value: string
  readonly length: number
  readonly kept: boolean
}

/** Words that make a code of the number or name behind them. */
const codeWords =
  /(?:^|[^\p{L}])(?:(?:error|fault|status|result|reason|return|response|exit|sub|major|minor|native|sql|fehler)[ _-]?)?(?:code|codes|error|err|errno|status|data|http(?:\/\d(?:\.\d)?)?|ldap|ldaperr|sqlstate|hresult|win32|exit|rc|msg|level|state|subcode|faultcode|exception|type|fehler|erreur|ora|tns|pls|aadsts)\b["']?(?:\s+(?:is|was|of|number|no\.?|value|returned|received))?[\s:=#("'[-]{0,4}$/iu

/** How names of codes begin that need no word before them. */
const codeNames =
  /^(?:0x[0-9a-f]{2,16}|ORA-\d+|TNS-\d+|PLS-\d+|AADSTS\d+|AADB2C\d+|E0\d{6}|SQLSTATE\d*|MSIS\d+|CPF\d+|SQL\d{4,5}[NWC]?|HTTP\d{3}|LDAP\d+|RFC\d+|S\d{4}|IMAP\d|SHA\d+|AES\d+|TLSv?\d(?:\.\d)?|OAuth\d?|SAML\d?|UTF-?\d+)$/i

type Rule = {
  readonly kind: PlaceKind
  readonly pattern: RegExp
  /** Whether a code word before it, or its own look, lets it stay. */
  readonly mayBeCode?: boolean
}

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const day = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*'
const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]m\b)?`
const zone = String.raw`(?:\s?(?:Z|UTC|GMT|CET|CEST|[ECMP][SD]T)\b|\s?[+-]\d{2}:?\d{2}\b)?`
const attribute = '(?:CN|OU|DC|UID|O|L|ST|C|E|SN|STREET)'

/** In this order: what is tried first takes its place from what comes later. Each is tried at one place of a message. */
const rules: readonly Rule[] = [
  { kind: 'address', pattern: /(?:https?|ldaps?|jdbc:\w+|tcp|sftp|ftp|wss?):\/\/[^\s"'<>)\]}]+/iy },
  { kind: 'address', pattern: /[\p{L}\p{N}][\p{L}\p{N}._%+'-]*@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/uy },
  {
    kind: 'name',
    pattern: new RegExp(
      String.raw`(?:${attribute}=(?:\\.|[^,\n"'<>=])+,\s*)+${attribute}=[^\s,;:"'()<>]+`,
      'iy',
    ),
  },
  { kind: 'name', pattern: /(?:CN|UID)=[^\s,;:"'()<>]+/iy },
  {
    kind: 'id',
    pattern: /\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?(?![\p{L}\p{N}])/iuy,
  },
  { kind: 'id', pattern: /S-1-\d+(?:-\d+)+/y },
  { kind: 'time', pattern: new RegExp(String.raw`\d{4}-\d{2}-\d{2}(?:[T ]${clock}${zone})?`, 'iy') },
  {
    kind: 'time',
    pattern: new RegExp(String.raw`\d{1,4}[./]\d{1,2}[./]\d{2,4}(?![.\d])(?:,?\s+${clock}${zone})?`, 'iy'),
  },
  {
    kind: 'time',
    pattern: new RegExp(
      String.raw`(?:${day},?\s+)?(?:\d{1,2}\s+${month}|${month}\s+\d{1,2}),?\s+(?:\d{4}\b)?(?:,?\s*${clock}${zone})?(?:\s+\d{4}\b)?`,
      'iy',
    ),
  },
  { kind: 'time', pattern: new RegExp(`${clock}${zone}`, 'iy') },
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
      /\[?(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}\]?(?::\d{1,5})?|\[?(?:[0-9a-f]{0,4}:){1,6}:[0-9a-f]{1,4}\]?/iy,
  },
  { kind: 'path', pattern: /[A-Za-z]:\\[^\s"'<>|]*|\\\\[^\s"'<>|]+/y },
  { kind: 'name', pattern: /[\p{L}\p{N}][\p{L}\p{N}.-]*\\[\p{L}\p{N}_.$-]+/uy },
  { kind: 'path', pattern: /\/[\w.$%~-]+(?:\/[\w.$%~{}-]+)+\/?/y },
  { kind: 'address', pattern: /(?:[a-z0-9-]+\.){2,}[a-z]{2,}(?::\d{1,5})?(?![\w.-])/y },
  { kind: 'id', pattern: /0x[0-9a-f]+\b/iy, mayBeCode: true },
  {
    kind: 'id',
    pattern: /(?=[\p{L}_-]*\d)(?=[\p{N}_-]*\p{L})[\p{L}\p{N}][\p{L}\p{N}_-]{3,}(?![\p{L}\p{N}])/uy,
    mayBeCode: true,
  },
  { kind: 'number', pattern: /[-+]?\d+(?:[.,]\d+)*(?![\p{L}\p{N}])/uy, mayBeCode: true },
]

const quotes: readonly (readonly [open: string, close: string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['«', '»'],
  ['‹', '›'],
]
const maxNameLength = 300
const wordSign = /[\p{L}\p{N}_]/u

/** The place that begins here in a message; undefined where it goes on with plain words. */
export function placeAt(message: string, at: number): Place | undefined {
  const before = message[at - 1]
  const quoted = quotedAt(message, at)
  if (quoted) return quoted
  // Within a word nothing begins.
  if (before !== undefined && wordSign.test(before)) return undefined
  for (const { kind, pattern, mayBeCode = false } of rules) {
    pattern.lastIndex = at
    const value = pattern.exec(message)?.[0]
    if (value) return { kind, value, length: value.length, kept: mayBeCode && isCode(message, at, value) }
  }
  return undefined
}

/** A text in quotes; a key of JSON is not one, and its value is looked at by itself. */
function quotedAt(message: string, at: number): Place | undefined {
  const [open, close] = quotes.find(([sign]) => sign === message[at]) ?? []
  if (open === undefined || close === undefined) return undefined
  const before = message[at - 1] ?? ' '
  if (open === close && wordSign.test(before)) return undefined
  const end = message.indexOf(close, at + 1)
  if (end < 0 || end - at > maxNameLength || end === at + 1) return undefined
  const value = message.slice(at + 1, end)
  if (value.includes('\n') || wordSign.test(message[end + 1] ?? ' ')) return undefined
  const isKey = /^\s*:/.test(message.slice(end + 1, end + 4)) && /[{,]\s*$/.test(message.slice(0, at))
  const isSentence = /:\s*$/.test(message.slice(0, at)) && /\s\S+\s/.test(value)
  if (isKey || isSentence) return undefined
  const kept = isCode(message, at, value)
  return { kind: 'name', value: message.slice(at, end + 1), length: end + 1 - at, kept }
}

/** Whether what stands there says which failure it is. */
function isCode(message: string, at: number, value: string): boolean {
  if (codeNames.test(value)) return true
  const rest = message.slice(at + value.length)
  // Of a directory: `00002071: UpdErr: …`
  if (/^[0-9a-f]{8}$/i.test(value) && /^: \w{2,6}Err\b/.test(rest)) return true
  // `does not indicate success: 401 (Unauthorized)`
  if (/^[1-5]\d{2}$/.test(value) && /^ \((?:[A-Z][a-z]+ ?)+\)/.test(rest)) return true
  if (/[^\p{L}\p{N}_.:-]/u.test(value)) return false
  if (codeWords.test(message.slice(Math.max(0, at - 40), at))) return true
  // `550 5.1.1 User unknown`, `404 Not Found`, `(409) Conflict`
  const isStatus = /^[1-5]\d{2}$/.test(value)
  return (
    (isStatus &&
      (at === 0 || /[(:]\s*$/.test(message.slice(0, at))) &&
      /^(?:\)?[\s-]+\p{Lu}|\)|\s+[245]\.\d)/u.test(rest)) ||
    (/^[245]\.\d{1,3}\.\d{1,3}$/.test(value) && /\b[245]\d{2}[\s-#]+$/.test(message.slice(0, at)))
  )
}
