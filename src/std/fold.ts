/**
 * Folds the case of a text one code point at a time, as PostgreSQL's lower() does under the built-in C.UTF-8 locale.
 * Takes and returns any text; the number of code points never changes. Where the two tables of Unicode differ in
 * version, letters younger than the older table differ.
 */
export function fold(text: string): string {
  // Only these two letters are lowered by JavaScript in another way than letter by letter:
  // a sigma that ends a word becomes ς, and a dotted capital I becomes two code points.
  if (!text.includes('Σ') && !text.includes('İ')) return text.toLowerCase()
  return text.replaceAll('İ', 'i').split('Σ').map(lower).join('σ')
}

function lower(text: string): string {
  return text.toLowerCase()
}

/** Of some texts, those that differ from another one only in upper and lower case; none where that one is empty. */
export function otherCases(text: string, among: readonly string[]): readonly string[] {
  if (text === '') return []
  const folded = fold(text)
  return among.filter((other) => other !== text && fold(other) === folded)
}
