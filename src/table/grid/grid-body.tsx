/* oxlint-disable jsx-a11y/no-redundant-roles -- `display: block` takes the roles of table tags away in some browsers */
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the grid around the body has the keys */
import { type FocusEvent, type ReactNode, useEffect } from 'react'
import styles from './data-table.module.css'
import { type ActivePosition, useActivePosition } from './active-position.ts'
import type { ShownRow } from './column.ts'
import { rowIndexOf } from './grid-keys.ts'
import type { RowPlace } from './grid-row.tsx'
import { usePositionWindow } from './use-position-window.ts'
import { useRowPress } from './use-row-press.ts'

/** The props of `GridBody`. */
export type GridBodyProps<Row> = {
  readonly gridId: string
  readonly row: ShownRow<Row>
  readonly total: number
  readonly renderRow: (place: RowPlace, shown: ShownRow<Row>) => ReactNode
  readonly onWindow: (start: number, end: number) => void
  readonly active: ActivePosition
  readonly onOpen: (position: number) => void
  readonly scroller: HTMLElement | null
  /** In pixels. */
  readonly rowHeight: number
}

/** The rows in view. Scrolling renders this component alone. */
export function GridBody<Row>(props: GridBodyProps<Row>) {
  const { gridId, row, total, renderRow, onWindow, active, onOpen, scroller, rowHeight } = props
  const { start, end } = usePositionWindow(scroller, rowHeight, total)
  // The focus is on the active row, wherever the reader has scrolled.
  const away = useActivePosition(active, (at) =>
    at !== undefined && (at < start || at >= end) ? at : undefined,
  )
  const press = useRowPress((position) => {
    active.mark(position)
    onOpen(position)
  })
  // Whoever has the focus on a control in a row means that row.
  const focused = ({ target }: FocusEvent) => {
    const position = rowIndexOf(target)
    if (position !== undefined) active.mark(position)
  }

  useEffect(() => onWindow(start, end), [onWindow, start, end])

  const positions = Array.from({ length: end - start }, (_, at) => start + at)
  if (away !== undefined) positions.push(away)
  return (
    <tbody
      role="rowgroup"
      className={styles.body}
      style={{ height: total * rowHeight }}
      onFocus={focused}
      {...press}
    >
      {positions.map((index) =>
        renderRow(
          {
            id: `${gridId}-${index}`,
            index,
            rowIndex: index + (row.card ? 1 : 2),
            top: index * rowHeight,
            height: rowHeight,
          },
          row,
        ),
      )}
    </tbody>
  )
}
