/** A text in three parts, of which the middle one is marked; long parts before and after it are cut. */
export type Excerpt = { readonly before: string; readonly marked: string; readonly after: string }

const around = 60

/**
 * The neighbourhood of a place in a text (UTF-16 offsets, `end` not included). An empty place, such as the end of the
 * text, is marked by a space.
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
