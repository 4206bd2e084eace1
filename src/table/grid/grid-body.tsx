/* oxlint-disable jsx-a11y/no-redundant-roles -- `display: block` takes the roles of table tags away in some browsers */
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the grid around the body has the keys */
import { type FocusEvent, useEffect } from 'react'
import styles from './data-table.module.css'
import { rowIndexOf } from './grid-keys.ts'
import { GridRow } from './grid-row.tsx'
import type { Column } from './column.ts'
import { useRowPress } from './use-row-press.ts'
import { useRowWindow } from './use-row-window.ts'

/** So many rows before the end the next page is asked for. */
const ahead = 30

/** What a body needs of its grid. Heights are in pixels. */
export type GridBodyProps<Row> = {
  readonly gridId: string
  readonly scroller: HTMLElement | null
  readonly rows: readonly Row[]
  readonly rowId: (row: Row) => string
  readonly columns: readonly Column<Row>[]
  readonly card: boolean
  readonly rowHeight: number
  /** The height of the header above the rows. */
  readonly offset: number
  /** -1 while no row is marked. */
  readonly active: number
  readonly openRowId: string | undefined
  readonly onPress: (index: number) => void
  /** A control in a row has taken the focus. */
  readonly onFocusRow: (index: number) => void
  readonly hasMore: boolean
  readonly loadingMore: boolean
  readonly loadMore: () => void
}

/** The rows in view. It alone renders while scrolling. */
export function GridBody<Row>(props: GridBodyProps<Row>) {
  const { gridId, scroller, rows, rowId, columns, card, rowHeight, offset, active, openRowId } = props
  const { onPress, onFocusRow, hasMore, loadingMore, loadMore } = props
  const { items, height, end } = useRowWindow(scroller, rows.length, active, { rowHeight, offset })

  // A page may be empty while more follow: when loading ends the question is asked anew.
  const wanted = hasMore && !loadingMore && rows.length > 0 && end + ahead >= rows.length
  useEffect(() => {
    if (wanted) loadMore()
  }, [wanted, loadMore])

  const press = useRowPress(onPress)
  const focused = ({ target }: FocusEvent) => {
    const index = rowIndexOf(target)
    if (index !== undefined) onFocusRow(index)
  }

  return (
    <tbody role="rowgroup" className={styles.body} style={{ height }} onFocus={focused} {...press}>
      {items.map(({ index, top }) => {
        const row = rows[index]
        if (row === undefined) return null
        const id = rowId(row)
        return (
          <GridRow
            key={id}
            id={`${gridId}-${index}`}
            row={row}
            columns={columns}
            card={card}
            index={index}
            rowIndex={index + (card ? 1 : 2)}
            top={top}
            height={rowHeight}
            active={index === active}
            open={id === openRowId}
          />
        )
      })}
    </tbody>
  )
}
