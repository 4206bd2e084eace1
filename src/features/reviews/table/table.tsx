import type { ReactNode } from 'react'
import { DataTable } from '#table/grid/data-table.tsx'
import type { Column, ColumnVisibility } from '#table/grid/column.ts'
import type { RowView } from './row-view.ts'
import { ordersOf } from './columns.ts'
import { ReviewRow } from './row.tsx'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'

type Props = {
  readonly columns: readonly Column<RowView>[]
  readonly visibility: ColumnVisibility
  readonly emptySlot: ReactNode
}

/** The table of a review's rows. */
export function ReviewTable({ columns, visibility, emptySlot }: Props) {
  const { viewer } = useReview()
  const { rows, query, work, openRow } = useReviewList()
  const { place, keys } = work
  const { idAt } = rows
  return (
    <DataTable
      label="Rows of the review"
      columns={columns}
      choosesMany={mayChangeRows(viewer)}
      columnVisibility={visibility}
      total={rows.total}
      listKey={rows.listKey}
      busy={rows.stale || rows.refreshing}
      order={query.searches.filter.order}
      onOrder={(order) => query.change({ order })}
      orders={ordersOf(columns)}
      ordersElsewhere
      active={place.active}
      onOpen={work.open}
      onEnter={keys.onEnter}
      onPastEnd={keys.onPastEnd}
      onWindow={rows.want}
      cardHeight={154}
      emptySlot={emptySlot}
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
