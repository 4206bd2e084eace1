const [minute, hour, day] = [60, 3600, 86_400] as const

/** How wide bars are, in seconds: what people count time in. */
export const widths: readonly number[] = [
  ...[1, 5, 15, 30].map((count) => count * minute),
  ...[1, 3, 6, 12].map((count) => count * hour),
  ...[1, 7, 30, 90, 365, 3650].map((count) => count * day),
]

/** So many bars cover a range at most, and one more where it begins within a bar. */
const maxBars = 120

/** Times in seconds since 1970, each included. */
export type TimeRange = { readonly from: number; readonly to: number }

/** The narrowest width, in seconds, of which not too many bars cover a range. */
export function barWidth({ from, to }: TimeRange): number {
  return widths.find((width) => (to - from) / width < maxBars) ?? 3650 * day
}

/** Monday, 3 January 1600: before every time that is stored, and where a bar of any width begins. */
export const firstBarAt = Date.UTC(1600, 0, 3) / 1000

/**
 * What is left of a range where what lies in it does so between `first` and `last`; an end that is bounded stays. Undefined where
 * bars of it would be no narrower.
 */
export function narrowerRange(
  range: TimeRange,
  bounded: { readonly from: boolean; readonly to: boolean },
  used: TimeRange | undefined,
): TimeRange | undefined {
  if (!used) return undefined
  const left = { from: bounded.from ? range.from : used.from, to: bounded.to ? range.to : used.to }
  return barWidth(left) < barWidth(range) ? left : undefined
}
