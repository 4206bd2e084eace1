/** A key that stands a second time in one object: the way to it in the value, and where it is in the text. */
export type DoubledKey = {
  readonly path: readonly (string | number)[]
  /** Counted from 1, in characters as JavaScript counts them. */
  readonly place: number
}

/** An object or array that has not ended: its keys so far (an array has none), and the key or index that is being read. */
type Open = { readonly keys: Set<string>; step: string | number }

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c]
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d]

/**
 * The first key of a JSON text that stands twice in one object, with equal values too; undefined where none does.
 * `value` is what `JSON.parse` made of the text: it has the last of such keys, and says nothing of the others.
 */
export function doubledKey(text: string, value: unknown): DoubledKey | undefined {
  // Nearly always the colons behind quotes are as many as the keys that are left, and that is quick to see.
  return colonsBehindQuotes(text) === keysIn(value) ? undefined : firstDoubled(text)
}

/** At least as many as the text has keys; more where there are such colons in its texts. */
function colonsBehindQuotes(text: string): number {
  let count = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let before = at - 1
    while (isBlank(text.charCodeAt(before))) before--
    if (text.charCodeAt(before) === quote) count++
  }
  return count
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

/** How many keys all objects of a value have together. */
function keysIn(value: unknown): number {
  let count = 0
  const waiting = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    const parts: unknown[] = Object.values(next)
    if (!Array.isArray(next)) count += parts.length
    for (const part of parts) if (typeof part === 'object') waiting.push(part)
  }
  return count
}

/** Reads a text that is JSON once, from its beginning, however deep it is nested. */
function firstDoubled(text: string): DoubledKey | undefined {
  const open: Open[] = []
  let inner: Open | undefined
  let from = 0
  let to = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        from = at
        to = at = endOfText(text, at)
        break
      case colon:
        if (inner && isAgain(inner, keyOf(text, from, to)))
          return { path: open.map(({ step }) => step), place: from + 1 }
        break
      case comma:
        if (typeof inner?.step === 'number') inner.step++
        break
      case openObject:
        open.push((inner = { keys: new Set(), step: '' }))
        break
      case openArray:
        open.push((inner = { keys: new Set(), step: 0 }))
        break
      case closeObject:
      case closeArray:
        open.pop()
        inner = open.at(-1)
        break
    }
  }
  return undefined
}

/** Whether an object has had a key before the one that is read now. */
function isAgain(object: Open, key: string): boolean {
  object.step = key
  if (object.keys.has(key)) return true
  object.keys.add(key)
  return false
}

/** Where the text ends that begins with the quote at `start`. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at
  }
  return text.length
}

/** A key as it is meant: `\u0061` is the same as `a`. */
function keyOf(text: string, from: number, to: number): string {
  const raw = text.slice(from + 1, to)
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw
}
