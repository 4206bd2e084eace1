import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Order } from '#contract/order.ts'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import styles from './data-table.module.css'
import { Grid } from './grid.tsx'
import { SortSelect } from '../filters/sort-select.tsx'
import { type Column, type ColumnVisibility, useTable } from './column.ts'

export type DataTableProps<Row> = {
  readonly label: string
  /** The same array from one render to the next. */
  readonly columns: readonly Column<Row>[]
  readonly columnVisibility: ColumnVisibility
  /** The rows that are loaded. */
  readonly rows: readonly Row[]
  /** A key of a row; the same function from one render to the next. */
  readonly rowId: (row: Row) => string
  /** In pixels. */
  readonly rowHeight?: number
  /** In pixels, where rows are cards. */
  readonly cardHeight?: number
  /** What the rows are the answer to (filter and order); when it changes the table starts at its top again. */
  readonly listKey: string
  readonly order: Order
  readonly onOrder: (order: Order) => void
  readonly orders: readonly string[]
  /** Whether there are more rows to ask for; false after a failure too, until the reader tries again. */
  readonly hasMore: boolean
  readonly loadingMore: boolean
  readonly loadMore: () => void
  readonly onOpenRow: (row: Row) => void
  /** The row that is open beside the table. */
  readonly openRowId?: string | undefined
  /** The rows are those of an older question, and the answer to this one is on its way. */
  readonly busy?: boolean
  /** What stands in place of the rows while there are none: a skeleton, a failure, or why there is nothing. */
  readonly emptySlot: ReactNode
  /** What stands below the last row. */
  readonly footerSlot?: ReactNode
}

/** Rows by the thousand, of which those in view are in the page; cards where the window is narrow. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowHeight = 36, cardHeight = 112, listKey, order, onOrder, orders } = props
  const { hasMore, loadingMore, loadMore, busy = false } = props
  const card = useMediaQuery(narrow)
  const shown = useTable(props)
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const empty = rows.length === 0

  const shownKey = useRef(listKey)
  useEffect(() => {
    if (shownKey.current === listKey) return
    shownKey.current = listKey
    scroller?.scrollTo(0, 0)
  }, [scroller, listKey])

  // A first page may be empty while more follow.
  useEffect(() => {
    if (empty && hasMore && !loadingMore) loadMore()
  }, [empty, hasMore, loadingMore, loadMore])

  return (
    <div className={styles.frame}>
      {card && <SortSelect columns={columns} orders={orders} order={order} onOrder={onOrder} />}
      <div ref={setScroller} className={styles.scroller}>
        {!(empty && card) && (
          <Grid
            key={card ? 'cards' : 'rows'}
            label={props.label}
            listKey={listKey}
            shown={shown}
            onOpenRow={props.onOpenRow}
            busy={busy}
            scroller={scroller}
            rows={rows}
            rowId={props.rowId}
            card={card}
            rowHeight={card ? cardHeight : rowHeight}
            openRowId={props.openRowId}
            hasMore={hasMore}
            loadingMore={loadingMore}
            loadMore={loadMore}
          />
        )}
        {empty ? props.emptySlot : props.footerSlot}
      </div>
    </div>
  )
}
