import { isExactNumber } from '#std/exact-number.ts'

const textOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** What a number needs that is rounded: an exponent, or more digits than the 15 that a double always keeps. */
const longOrPowered = /\d[eE]|[\d.]{16}/

/**
 * The place (counted from 1, in characters as JavaScript counts them) of the first number of a JSON text that would be
 * read as another one: `1e-400` as 0, `1.99999999999999999` as 2. Undefined where there is none.
 */
export function inexactNumber(text: string): number | undefined {
  if (!longOrPowered.test(text)) return undefined
  for (const { 0: token, index } of text.matchAll(textOrNumber))
    if (!token.startsWith('"') && !isExactNumber(token)) return index + 1
  return undefined
}
