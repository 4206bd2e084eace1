import type { CSSProperties } from 'react'
import type { Column } from './column.ts'

/** The height of the header above the rows, in pixels. */
export const headHeight = 36

/** Every row is a grid of its own with the same tracks, so they line up without being measured. */
export function tracks<Row>(columns: readonly Column<Row>[]): CSSProperties {
  const style: Record<`--${string}`, string> = { '--columns': columns.map(({ width }) => width).join(' ') }
  return style
}
