import type { ReactNode } from 'react'
import type { Order } from '#contract/order.ts'
import type { ReviewRows } from '#queries/review-rows.ts'
import type { ActivePosition } from '#table/active-position.ts'
import { PositionTable } from '#table/position-table.tsx'
import type { Column, ColumnVisibility } from '#table/table-kit.ts'
import type { RowView } from './kit.ts'
import { usualOrder } from './question.ts'
import { ReviewRow } from './row.tsx'

type Props = {
  readonly rows: ReviewRows
  readonly columns: readonly Column<RowView>[]
  readonly visibility: ColumnVisibility
  readonly order: Order
  readonly orders: readonly string[]
  readonly onOrder: (order: Order) => void
  readonly active: ActivePosition
  readonly onActive: (position: number) => void
  readonly onOpen: (position: number) => void
  /** The id of the row that is open beside the table. */
  readonly openRow: number | undefined
  readonly emptySlot: ReactNode
}

/** The rows of a review, by position. */
export function ReviewTable(props: Props) {
  const { rows, columns, visibility, order, orders, onOrder, active, onActive, onOpen, openRow } = props
  const { idAt } = rows
  return (
    <PositionTable
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
      active={active}
      onActive={onActive}
      onOpen={onOpen}
      onWindow={rows.want}
      cardHeight={154}
      emptySlot={props.emptySlot}
      renderRow={({ id: elementId, ...place }, shown) => {
        const id = idAt(place.index)
        return (
          id !== undefined && (
            <ReviewRow
              key={id}
              id={id}
              elementId={elementId}
              index={place.index}
              rowIndex={place.rowIndex}
              top={place.top}
              height={place.height}
              activePosition={active}
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
