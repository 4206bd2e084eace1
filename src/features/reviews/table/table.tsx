import type { ReactNode } from 'react'
import type { Order } from '#contract/order.ts'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import { DataTable } from '#table/grid/data-table.tsx'
import type { Column, ColumnVisibility } from '#table/grid/column.ts'
import type { RowView } from './review-context.ts'
import { usualOrder } from '../filters/list-query.ts'
import { ReviewRow } from './row.tsx'
import type { ActiveRow } from './use-active.ts'
import type { TableKeys } from './use-review-commands.ts'

type Props = {
  readonly rows: ReviewRows
  readonly columns: readonly Column<RowView>[]
  readonly visibility: ColumnVisibility
  readonly order: Order
  readonly orders: readonly string[]
  readonly onOrder: (order: Order) => void
  readonly place: ActiveRow
  readonly onOpen: (position: number) => void
  readonly keys: TableKeys
  /** The id of the row that is open beside the table. */
  readonly openRow: number | undefined
  readonly emptySlot: ReactNode
}

/** The rows of a review, by position. */
export function ReviewTable(props: Props) {
  const { rows, columns, visibility, order, orders, onOrder, place, onOpen, keys, openRow } = props
  const { idAt } = rows
  return (
    <DataTable
      label="Rows of the review"
      columns={columns}
      columnVisibility={visibility}
      total={rows.total}
      listKey={rows.listKey}
      busy={rows.stale || rows.refreshing}
      order={order}
      onOrder={onOrder}
      orders={orders}
      usualOrder={{ order: usualOrder, header: 'As gathered' }}
      active={place.active}
      onOpen={onOpen}
      onEnter={keys.onEnter}
      onPastEnd={keys.onPastEnd}
      onWindow={rows.want}
      cardHeight={154}
      emptySlot={props.emptySlot}
      renderRow={({ id: elementId, ...at }, shown) => {
        const id = idAt(at.index)
        return (
          id !== undefined && (
            <ReviewRow
              key={id}
              id={id}
              elementId={elementId}
              index={at.index}
              rowIndex={at.rowIndex}
              top={at.top}
              height={at.height}
              activePosition={place.active}
              open={id === openRow}
              columns={shown.columns}
              card={shown.card}
            />
          )
        )
      }}
    />
  )
}
