import type { CSSProperties } from 'react'
import type { ShownColumn } from './column.ts'

/** The height of the header above the rows, in pixels. */
export const headHeight = 36

const pixelsOfRem = 16

/** Every row is a grid of its own with the same tracks, so they line up without being measured. */
export function tracks<Row>(shown: readonly ShownColumn<Row>[]): CSSProperties {
  const style: Record<`--${string}`, string> = { '--columns': shown.map(trackOf).join(' ') }
  return style
}

function trackOf<Row>({ column: { grow }, size }: ShownColumn<Row>): string {
  const width = `${size / pixelsOfRem}rem`
  return grow === undefined ? width : `minmax(${width}, ${grow}fr)`
}
