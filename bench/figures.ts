/** The value below which `share` of the figures lie (nearest rank). */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function median(figures: readonly number[]): number {
  return percentile(figures, 0.5)
}

export function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length
}

/**
 * How many times the measure ours is: the median of the ratios of each round, in which both were measured one after the
 * other, so that a busy minute of the machine meets both.
 */
export function pairedRatio(ours: readonly number[], measure: readonly number[]): number {
  return median(ours.map((figure, round) => figure / (measure[round] ?? Number.NaN)))
}

/** Milliseconds with one decimal place. */
export function ms(figure: number): string {
  return `${figure.toFixed(1)} ms`
}

/** Prints one row of the benchmark: what, the figure, what it should hold if anything, and whether it does. */
export function row(what: string, figure: string, hold?: string, holds = true): void {
  if (hold === undefined) console.log(`       ${what}: ${figure}`)
  else console.log(`${holds ? 'holds' : 'MISSED'}  ${what}: ${figure} (hold: ${hold})`)
}

/** What a ratio should be at most, at least or less than, and what it is meant to become. */
export type RatioHold = { readonly goal?: number } & (
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly below: number }
)

/** The hold as it is printed, and whether a ratio keeps it; one that is not a number does not. */
export function checkRatio(
  ratio: number,
  hold: RatioHold,
): { readonly text: string; readonly holds: boolean } {
  const goal = hold.goal === undefined ? '' : `, goal ${hold.goal}`
  if ('atMost' in hold) return { text: `≤ ${hold.atMost}${goal}`, holds: ratio <= hold.atMost }
  if ('below' in hold) return { text: `< ${hold.below}${goal}`, holds: ratio < hold.below }
  return { text: `≥ ${hold.atLeast}${goal}`, holds: ratio >= hold.atLeast }
}

/** Prints a ratio and whether it holds. */
export function ratioRow(what: string, ratio: number, hold: RatioHold): void {
  const { text, holds } = checkRatio(ratio, hold)
  row(what, ratio.toFixed(2), text, holds)
}
