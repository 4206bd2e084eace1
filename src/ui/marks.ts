/** A run of plain text, or one invisible character with its code, `U+202E`. */
export type TextPart = { readonly text: string; readonly code?: string }

/**
 * Control characters but line breaks and tabs, and characters that are drawn as nothing, those of direction among them;
 * not the two joiners, which belong to words and pictures.
 */
const unseen = /(?![\n\r\t\u200C\u200D])([\p{Cc}\p{Cf}\u2028\u2029])/u

/** Splits a text, in order, into plain runs and the invisible characters between them. */
export function splitAtMarks(text: string): readonly TextPart[] {
  return text
    .split(unseen)
    .map((part, place) => (place % 2 === 0 ? { text: part } : { text: part, code: codeOf(part) }))
    .filter((part, _, all) => part.text !== '' || all.length === 1)
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What the characters that set a direction are called in Unicode. */
export const directionNames: Readonly<Partial<Record<string, string>>> = {
  '\u061C': 'Arabic letter mark',
  '\u200E': 'left-to-right mark',
  '\u200F': 'right-to-left mark',
  '\u202A': 'left-to-right embedding',
  '\u202B': 'right-to-left embedding',
  '\u202C': 'pop directional formatting',
  '\u202D': 'left-to-right override',
  '\u202E': 'right-to-left override',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first strong isolate',
  '\u2069': 'pop directional isolate',
}
