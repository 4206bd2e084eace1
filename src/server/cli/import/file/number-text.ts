import { isSafeNumber, parse } from 'lossless-json'

/** A number that JavaScript would not give back as it is written, as it stands in the file. */
export class NumberText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Behind what begins a value: a fraction, an exponent, sixteen digits, or a zero with a sign. */
const unusual = /[:,[]\s*-?(?:\d+[.eE]|\d{16}|(?<=-)0)/
const textOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Whether a JSON text holds a number that would not come back as it is written. Quick where it has only plain ones. */
export function holdsNumberText(json: string): boolean {
  if (!unusual.test(json)) return false
  for (const [token] of json.matchAll(textOrNumber))
    if (!token.startsWith('"') && !comesBack(token)) return true
  return false
}

function comesBack(literal: string): boolean {
  return String(Number(literal)) === literal && isSafeNumber(literal)
}

/**
 * The place (counted from 1, in characters as JavaScript counts them) of the first number of a JSON text, with a fraction
 * or an exponent, that would be rounded: `1e-400` to 0, `0.12345678901234567890` to fewer digits. Undefined where there is none.
 */
export function roundedNumber(json: string): number | undefined {
  for (const { 0: token, index } of json.matchAll(textOrNumber))
    if (!token.startsWith('"') && /[.eE]/.test(token) && !isSafeNumber(token)) return index + 1
  return undefined
}

/**
 * Reads a JSON text without doubled keys, with a `NumberText` for every number that would not come back as it is
 * written. Throws `RangeError` for one that is nested too deep.
 */
export function parseWithNumberTexts(json: string): unknown {
  return parse(json, undefined, (literal) => (comesBack(literal) ? Number(literal) : new NumberText(literal)))
}

/** A value with the texts in place of each `NumberText` in it. */
export function withTexts(value: unknown): unknown {
  if (value instanceof NumberText) return value.text
  if (Array.isArray(value)) return value.map(withTexts)
  if (typeof value !== 'object' || value === null) return value
  // fromEntries makes own properties even of a key like __proto__.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTexts(inner)]))
}
