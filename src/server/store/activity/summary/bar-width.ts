import { barWidths } from '#contract/activity/bar-widths.ts'

/** So many bars cover a range at most, and one more where it begins within a bar. */
const maxBars = 120

/** Times in seconds since 1970, each included. */
export type TimeRange = { readonly from: number; readonly to: number }

/** The narrowest width, in seconds, of which not too many bars cover a range. */
export function barWidth({ from, to }: TimeRange): number {
  return barWidths.find((width) => (to - from) / width < maxBars) ?? Math.max(...barWidths)
}

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
