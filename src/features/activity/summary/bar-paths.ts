import type { Bar } from './bars.ts'

/** How high the drawing is, in its own units; it is as many bars wide. */
export const drawnHeight = 72

/** What is not nothing is seen: the lowest that a part of a bar is drawn. */
const lowest = 2
/** How much of its place a bar takes. */
const thickness = 0.82

/** All bars as the outlines of two shapes: failed events at the end of each bar, all others below them. */
export function barPaths(bars: readonly Bar[]): { readonly failed: string; readonly others: string } {
  const most = Math.max(...bars.map(({ total }) => total))
  const height = (count: number) => Math.max(lowest, (count / most) * drawnHeight)
  const paths = { failed: '', others: '' }
  for (const [place, { total, failed }] of bars.entries()) {
    if (total === 0) continue
    const isMixed = failed > 0 && failed < total
    const top = drawnHeight - Math.max(height(total), isMixed ? 2 * lowest : 0)
    const end = isMixed
      ? Math.min(top + height(failed), drawnHeight - lowest)
      : failed > 0
        ? drawnHeight
        : top
    if (failed > 0) paths.failed += rectangle(place, top, end)
    if (failed < total) paths.others += rectangle(place, end, drawnHeight)
  }
  return paths
}

function rectangle(place: number, top: number, end: number): string {
  const left = rounded(place + (1 - thickness) / 2)
  return `M${left} ${rounded(top)}h${thickness}V${rounded(end)}h-${thickness}z`
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100
}
