/**
 * A text that somebody else wrote, for use inside a sentence of ours: where it could turn what stands around it (letters
 * written from right to left, signs of direction), each line of it stands between U+2068 and U+2069, and isolates that it
 * opens or closes itself are balanced, so that it cannot end ours. Any other text comes back as it is. For titles,
 * labels and announcements; on the screen `ui/foreign.tsx` does the same with an element.
 */
export function isolated(text: string): string {
  return turning.test(text) ? text.replace(line, isolatedLine) : text
}

/** The blocks of letters written from right to left, and the characters that set a direction. */
const turning =
  /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/** What ends a paragraph ends every isolate in it. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const line = /[^\n\r\u001C-\u001E\u0085\u2029]+/gu

const opening = '\u2068'
const closing = '\u2069'

function isolatedLine(text: string): string {
  let open = 0
  let stray = 0
  for (const letter of text) {
    if (letter >= '\u2066' && letter <= opening) open++
    else if (letter === closing && open > 0) open--
    else if (letter === closing) stray++
  }
  return opening.repeat(stray + 1) + text + closing.repeat(open + 1)
}
