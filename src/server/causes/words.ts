const wordSign = /[\p{L}\p{N}_]/u

/** The character that begins at a place of a string, both halves of one that has two; '' at its end. */
export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

/** Whether the character before a place is one of words. */
export function isWordBefore(text: string, at: number): boolean {
  const isSecondHalf = /[\udc00-\udfff]/.test(text[at - 1] ?? '')
  return wordSign.test(characterAt(text, isSecondHalf ? at - 2 : at - 1))
}

/** Whether the character at a place is one of words. */
export function isWordAt(text: string, at: number): boolean {
  return wordSign.test(characterAt(text, at))
}
