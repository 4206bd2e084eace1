import { fold } from '#std/fold.ts'

/** Of some texts, those that differ from another one only in upper and lower case; none where that one is empty. */
export function otherCases(text: string, among: readonly string[]): readonly string[] {
  if (text === '') return []
  const folded = fold(text)
  return among.filter((other) => other !== text && fold(other) === folded)
}
