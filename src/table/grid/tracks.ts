import type { CSSProperties } from 'react'
import type { ShownColumn } from './column.ts'

/** The height of the header in pixels. */
export const headHeight = 36

const pixelsOfRem = 16

/**
 * The widths of columns as a CSS variable. Each row is a CSS grid of its own with these tracks, so that cells line up
 * without being measured.
 */
export function tracks<Row>(shown: readonly ShownColumn<Row>[]): CSSProperties {
  const style: Record<`--${string}`, string> = { '--columns': shown.map(trackOf).join(' ') }
  return style
}

function trackOf<Row>({ column: { grow }, size }: ShownColumn<Row>): string {
  const width = `${size / pixelsOfRem}rem`
  return grow === undefined ? width : `minmax(${width}, ${grow}fr)`
}
