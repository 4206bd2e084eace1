/** Some bars next to each other, by the edges between bars. */
export type EdgeRange = { readonly from: number; readonly to: number }
/** An end of a range. */
export type End = keyof EdgeRange

const page = 10

/**
 * Where a key takes an end of a range of `count` bars, as sliders do; undefined for another key. At least one bar stays between
 * the ends.
 */
export function movedByKey(
  { from, to }: EdgeRange,
  end: End,
  key: string,
  count: number,
): EdgeRange | undefined {
  const at = end === 'from' ? from : to
  const [least, most] = end === 'from' ? [0, to - 1] : [from + 1, count]
  const next = target(key, at, { least, most, far: Math.max(1, Math.round(count / page)) })
  if (next === undefined) return undefined
  const edge = Math.min(most, Math.max(least, next))
  return end === 'from' ? { from: edge, to } : { from, to: edge }
}

type Limits = { readonly least: number; readonly most: number; readonly far: number }

function target(key: string, at: number, { least, most, far }: Limits): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return at - 1
    case 'ArrowRight':
    case 'ArrowUp':
      return at + 1
    case 'PageDown':
      return at - far
    case 'PageUp':
      return at + far
    case 'Home':
      return least
    case 'End':
      return most
    default:
      return undefined
  }
}

/** The bars that lie under a stroke from one place to another, whole; places are counted in bars. */
export function underStroke(start: number, end: number, count: number): EdgeRange {
  const [low, high] = [Math.min(start, end), Math.max(start, end)]
  const from = Math.min(count - 1, Math.max(0, Math.floor(low)))
  return { from, to: Math.max(from + 1, Math.min(count, Math.ceil(high))) }
}
