/** The value below which `share` of the figures lie (nearest rank). */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function median(figures: readonly number[]): number {
  return percentile(figures, 0.5)
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
