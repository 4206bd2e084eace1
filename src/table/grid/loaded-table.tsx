import { type ReactNode, useEffect, useRef, useState } from 'react'
import { createActivePosition } from './active-position.ts'
import { DataTable, type DataTableProps } from './data-table.tsx'
import { LoadedRow } from './loaded-row.tsx'

/** So many rows before the end the next page is asked for. */
const ahead = 30

type Shared<Row> = Pick<
  DataTableProps<Row>,
  | 'label'
  | 'columns'
  | 'columnVisibility'
  | 'listKey'
  | 'order'
  | 'onOrder'
  | 'orders'
  | 'ordersElsewhere'
  | 'orderRefusal'
  | 'busy'
  | 'renderOverlay'
  | 'moreKeys'
>

/** The props of `LoadedTable`. */
export type LoadedTableProps<Row> = Shared<Row> & {
  /** The rows that are loaded. */
  readonly rows: readonly Row[]
  /** A key of a row; the same function from one render to the next. */
  readonly rowId: (row: Row) => string
  /** Whether there are more rows than these. */
  readonly hasMore: boolean
  /** Whether these are not asked for now: they are on their way, could not be read, or are too many. */
  readonly isPaused: boolean
  readonly loadMore: () => void
  readonly onOpenRow: (row: Row) => void
  /** The row that is open beside the table. */
  readonly openRowId?: string | undefined
  /** What stands in place of the rows while there are none: a skeleton, a failure, or why there is nothing. */
  readonly emptySlot: ReactNode
  /** What stands below the last row. */
  readonly footerSlot?: ReactNode
}

/** A table whose rows are loaded page by page, as the reader comes near the end. */
export function LoadedTable<Row>(props: LoadedTableProps<Row>) {
  const { rows, rowId, hasMore, isPaused, loadMore, onOpenRow, openRowId, listKey, ...shared } = props
  const [active] = useState(createActivePosition)
  const openRow = openRowId === undefined ? -1 : rows.findIndex((row) => rowId(row) === openRowId)

  const markedKey = useRef(listKey)
  useEffect(() => {
    if (markedKey.current === listKey) return
    markedKey.current = listKey
    active.mark(undefined)
  }, [active, listKey])
  // Whoever walks from row to row in a drawer finds the focus there when it closes.
  useEffect(() => {
    if (openRow >= 0) active.moveTo(openRow)
  }, [active, openRow])

  // A first page may be empty while more follow.
  const empty = rows.length === 0
  useEffect(() => {
    if (empty && hasMore && !isPaused) loadMore()
  }, [empty, hasMore, isPaused, loadMore])

  function open(position: number) {
    const row = rows[position]
    if (row !== undefined) onOpenRow(row)
  }

  return (
    <DataTable
      {...shared}
      listKey={listKey}
      total={rows.length}
      isWhole={!hasMore}
      keepsHead
      cardHeight={136}
      active={active}
      onOpen={open}
      onEnter={() => {
        const marked = active.get()
        if (marked === undefined) active.moveTo(active.firstInView())
        else open(marked)
      }}
      onWindow={(_, end) => {
        if (hasMore && !isPaused && !empty && end + ahead >= rows.length) loadMore()
      }}
      renderRow={({ id: elementId, ...place }, shown) => {
        const row = rows[place.index]
        if (row === undefined) return null
        const id = rowId(row)
        return (
          <LoadedRow
            key={id}
            {...place}
            id={elementId}
            row={row}
            columns={shown.columns}
            card={shown.card}
            open={id === openRowId}
            activePosition={active}
          />
        )
      }}
    />
  )
}
