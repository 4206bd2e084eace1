import {
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  functionalUpdate,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  type Updater,
  useTable as useTanStackTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo } from 'react'
import type { Order } from '#contract/order.ts'

/** One column of a table. `cell` must not use hooks, and columns must be the same objects from render to render. */
export type Column<Row> = {
  readonly id: string
  /** The word in the header, in the column picker and in a card. */
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** What stands in the header in place of the word. */
  readonly head?: ReactNode
  /** Its width, or the least of it where it grows, in pixels of a page whose text is not enlarged. */
  readonly size: number
  /** Its share of the room that is left; without one its width stays. */
  readonly grow?: number
  /** The API's field that the column orders by; without one its header is no button. */
  readonly orderBy?: string
  /** Why the column can never be ordered by. */
  readonly unordered?: string
  /** The direction that the first press on the header asks for; `asc` unless said otherwise. */
  readonly firstDirection?: Order['direction']
  readonly align?: 'end'
  /**
   * Where it stands when rows are cards: the first line, the right end of that line, below with its header, in a line of its
   * own, or along the foot.
   */
  readonly card?: 'title' | 'lead' | 'line' | 'wide' | 'foot'
  /** Its content fits, always or in this row: nothing is cut off, which costs the browser something for every cell. */
  readonly whole?: true | ((row: Row) => boolean)
  /** A sentence that explains the header, as a tooltip. */
  readonly tip?: string
  /** Cannot be hidden. */
  readonly fixed?: true
}

/** Which columns show, by id; those that are absent show. */
export type ColumnVisibility = Readonly<Record<string, boolean>>

/** A visible column, with its present width and order. */
export type ShownColumn<Row> = {
  readonly column: Column<Row>
  /** Its width now, in the unit of `Column.size`. */
  readonly size: number
  readonly sorted: Order['direction'] | undefined
  /** Orders by this column, or turns the order round; undefined where it cannot be ordered by. */
  readonly sort: (() => void) | undefined
  /** Why it cannot be ordered by, where that is said. */
  readonly refusal: string | undefined
}

/** How rows show now: which columns, and whether as a card. */
export type ShownRow<Row> = { readonly columns: readonly Column<Row>[]; readonly card: boolean }

/** What decides which columns show, and what their headers do. */
export type TableState<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly columnVisibility: ColumnVisibility
  /** Whether rows show as cards. */
  readonly card: boolean
  readonly orders: readonly string[]
  /** Why columns whose field is not among `orders` cannot be ordered by now. */
  readonly orderRefusal?: string | undefined
  readonly order: Order
  readonly onOrder: (order: Order) => void
}

const features = tableFeatures({
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
})
const helper = createColumnHelper<typeof features, never>()
// The server filters and sorts, and handing over the rows would cost a model of each: the library keeps the columns.
const noRows: never[] = []

/** The visible columns in order, with what their headers do. */
export function useTable<Row>(state: TableState<Row>): readonly ShownColumn<Row>[] {
  'use no memo' // Methods of the library's columns read state that the compiler cannot see.
  const { columns, columnVisibility, card, orders, order, onOrder, orderRefusal } = state
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const definitions = useMemo(
    () => (card ? cardColumns(columns) : columns).map((column) => definitionOf(column, orders)),
    [card, columns, orders],
  )
  const sorted = columns.find(({ orderBy }) => orderBy === order.field)
  const sorting = sorted ? [{ id: sorted.id, desc: order.direction === 'desc' }] : []
  const table = useTanStackTable({
    features,
    columns: definitions,
    data: noRows,
    state: { columnVisibility: { ...columnVisibility }, sorting },
    enableSortingRemoval: false,
    enableMultiSort: false,
    onSortingChange: (updater: Updater<SortingState>) => {
      const [next] = functionalUpdate(updater, sorting)
      const field = next && byId.get(next.id)?.orderBy
      if (field) onOrder({ field, direction: next.desc ? 'desc' : 'asc' })
    },
  })
  const { field, direction } = order
  const { columnSizing } = table.state
  // Whoever draws rows relies on it that the same columns are the same array; field and direction are what sorts.
  return useMemo(
    () =>
      table.getVisibleLeafColumns().flatMap((shown) => {
        const column = byId.get(shown.id)
        if (!column) return []
        const sort = shown.getCanSort() ? () => shown.toggleSorting() : undefined
        const refusal = sort ? undefined : (column.unordered ?? (column.orderBy && orderRefusal))
        return [{ column, size: shown.getSize(), sorted: shown.getIsSorted() || undefined, sort, refusal }]
      }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what the methods of the library's columns read
    [byId, definitions, columnSizing, columnVisibility, field, direction, orderRefusal],
  )
}

function definitionOf<Row>(column: Column<Row>, orders: readonly string[]) {
  return helper.accessor((): unknown => undefined, {
    id: column.id,
    size: column.size,
    enableHiding: !column.fixed,
    enableSorting: column.orderBy !== undefined && orders.includes(column.orderBy),
    sortDescFirst: column.firstDirection === 'desc',
  })
}

/** The columns that have a place in a card, in the order in which it shows them. */
function cardColumns<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  return (['title', 'lead', 'line', 'wide', 'foot'] as const).flatMap((place) =>
    columns.filter(({ card }) => card === place),
  )
}
