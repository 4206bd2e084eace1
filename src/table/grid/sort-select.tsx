import { useId } from 'react'
import { type Order, printOrder } from '#contract/order.ts'
import styles from './data-table.module.css'
import type { Column } from './column.ts'

/** An order and its label. */
export type NamedOrder = { readonly order: Order; readonly header: string }

type SortSelectProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly orders: readonly string[]
  /** Why the other columns cannot be ordered by now. */
  readonly orderRefusal?: string | undefined
  readonly order: Order
  readonly onOrder: (order: Order) => void
  /** An order that no column has. */
  readonly usual?: NamedOrder | undefined
}

const directions = { asc: 'up', desc: 'down' } as const

/** Chooses the order where rows are cards, which have no headers. */
export function SortSelect<Row>(props: SortSelectProps<Row>) {
  const { columns, orders, orderRefusal, order, onOrder, usual } = props
  const id = useId()
  const ofColumns = columns.flatMap(({ header, orderBy: field }) =>
    field !== undefined && orders.includes(field)
      ? (['asc', 'desc'] as const).map((direction) => ({
          order: { field, direction },
          header: `${header}, ${directions[direction]}`,
        }))
      : [],
  )
  const refused = columns.filter(({ orderBy }) => orderBy !== undefined && !orders.includes(orderBy))
  const known: readonly NamedOrder[] = usual ? [usual, ...ofColumns] : ofColumns
  const current = printOrder(order)
  // The address can ask for an order that has no words here.
  const choices = known.some((choice) => printOrder(choice.order) === current)
    ? known
    : [{ order, header: current }, ...known]
  return (
    <div className={styles.sortBar}>
      <label htmlFor={id}>Order</label>
      <select
        id={id}
        value={current}
        onChange={(event) => {
          const next = choices.find((choice) => printOrder(choice.order) === event.target.value)
          if (next) onOrder(next.order)
        }}
      >
        {choices.map((choice) => (
          <option key={printOrder(choice.order)} value={printOrder(choice.order)}>
            {choice.header}
          </option>
        ))}
        {orderRefusal !== undefined && refused.length > 0 && (
          <optgroup label={orderRefusal}>
            {refused.map(({ id: column, header }) => (
              <option key={column} disabled>
                {header}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </div>
  )
}
