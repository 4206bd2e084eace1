/** A text in three parts, the middle one marked. The outer parts are shortened when they are long. */
export type Excerpt = { readonly before: string; readonly marked: string; readonly after: string }

const around = 60

/**
 * The text around a range (UTF-16 offsets, `end` excluded), with the range marked. An empty range is marked by a space.
 */
export function excerpt(text: string, start: number, end: number): Excerpt {
  const from = start > around ? start - around : 0
  const to = text.length - end > around ? end + around : text.length
  const marked = text.slice(start, end)
  return {
    before: (from > 0 ? '…' : '') + text.slice(from, start),
    marked: marked.trim() === '' ? '\u00a0'.repeat(Math.max(1, marked.length)) : marked,
    after: text.slice(end, to) + (to < text.length ? '…' : ''),
  }
}
