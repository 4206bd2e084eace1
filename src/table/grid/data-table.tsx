import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Order } from '#contract/order.ts'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import styles from './data-table.module.css'
import type { ActivePosition } from './active-position.ts'
import { type Column, type ColumnVisibility, type ShownRow, useTable } from './column.ts'
import { Grid, type Tree } from './grid.tsx'
import type { RowPlace } from './grid-row.tsx'
import { type NamedOrder, SortSelect } from './sort-select.tsx'

/** What a part over the rows may know of the table around it. */
export type GridAround<Row> = {
  readonly scroller: HTMLElement
  /** The columns in the order in which the cells of a row stand. */
  readonly columns: readonly Column<Row>[]
}

/** The props of `DataTable`. */
export type DataTableProps<Row> = {
  readonly label: string
  /** The same array from one render to the next. */
  readonly columns: readonly Column<Row>[]
  readonly columnVisibility: ColumnVisibility
  /** Whether any number of rows can be chosen. */
  readonly choosesMany?: boolean
  /** How many rows the list has; which of them are loaded is the caller's affair. */
  readonly total: number
  /** Draws the row at a position, or its place while it is on its way; a memoised component. */
  readonly renderRow: (place: RowPlace, shown: ShownRow<Row>) => ReactNode
  /** Told which positions are drawn, `end` not included. */
  readonly onWindow: (start: number, end: number) => void
  /** The position that keys act on. */
  readonly active: ActivePosition
  /** A press on a row, which is marked already. */
  readonly onOpen: (position: number) => void
  /** Enter or Space on the table itself, whether a row is marked or not. */
  readonly onEnter: () => void
  /** A step down from the last row. */
  readonly onPastEnd?: () => void
  /** What the rows are the answer to; when it changes the table starts at its top again. */
  readonly listKey: string
  readonly order: Order
  readonly onOrder: (order: Order) => void
  readonly orders: readonly string[]
  /** Why columns whose field is not among `orders` cannot be ordered by now. */
  readonly orderRefusal?: string | undefined
  /** An order that no column has, and what it is called where orders are chosen from a list. */
  readonly usualOrder?: NamedOrder
  /** Whether the order of cards is chosen elsewhere on the screen. */
  readonly ordersElsewhere?: boolean
  /** The rows are those of an older question, and the answer to this one is on its way. */
  readonly busy: boolean
  /** In pixels. */
  readonly rowHeight?: number
  readonly cardHeight?: number
  /** What stands in place of the rows while there are none. */
  readonly emptySlot: ReactNode
  /** What stands below the last row. */
  readonly footerSlot?: ReactNode
  /** What stands over the rows, at places of its own, and hears keys and presses on them. */
  readonly renderOverlay?: ((grid: GridAround<Row>) => ReactNode) | undefined
  /** What is said of further keys: `f does this`. */
  readonly moreKeys?: string | undefined
  /** Whether `total` is all that there is; so unless said otherwise. */
  readonly isWhole?: boolean
  /** Whether the header stays where there are no rows. */
  readonly keepsHead?: boolean
  /** Rows and headers of groups, in place of rows alone. */
  readonly tree?: Tree
}

/**
 * A table of rows of one height, of which only those in view are in the document; in a narrow window rows are cards.
 * Rows are asked for by position, so one can scroll to the end of a list at once.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, columnVisibility, total, rowHeight = 36, cardHeight = 160, listKey } = props
  const { order, onOrder, orders, orderRefusal, isWhole = true, keepsHead = false } = props
  const card = useMediaQuery(narrow)
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const shown = useTable({ columns, columnVisibility, card, orders, orderRefusal, order, onOrder })
  // The same array from one render to the next is what keeps rows from rendering again.
  const row = { card, columns: shown.map(({ column }) => column) }
  const empty = total === 0

  const shownKey = useRef(listKey)
  useEffect(() => {
    if (shownKey.current === listKey) return
    shownKey.current = listKey
    scroller?.scrollTo(0, 0)
  }, [scroller, listKey])

  return (
    <div className={styles.frame}>
      {card && !props.ordersElsewhere && (
        <SortSelect
          columns={columns}
          orders={orders}
          orderRefusal={orderRefusal}
          order={order}
          onOrder={onOrder}
          usual={props.usualOrder}
        />
      )}
      <div ref={setScroller} className={styles.scroller}>
        {(!empty || (keepsHead && !card)) && (
          <Grid
            key={card ? 'cards' : 'rows'}
            label={props.label}
            shown={shown}
            row={row}
            total={total}
            isWhole={isWhole}
            renderRow={props.renderRow}
            onWindow={props.onWindow}
            active={props.active}
            onOpen={props.onOpen}
            onEnter={props.onEnter}
            onPastEnd={props.onPastEnd}
            busy={props.busy}
            choosesMany={props.choosesMany}
            tree={props.tree}
            moreKeys={props.moreKeys}
            scroller={scroller}
            rowHeight={card ? cardHeight : rowHeight}
          />
        )}
        {scroller && !empty && props.renderOverlay?.({ scroller, columns: row.columns })}
        {empty ? props.emptySlot : props.footerSlot}
      </div>
    </div>
  )
}
