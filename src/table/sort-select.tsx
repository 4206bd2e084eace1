import { useId } from 'react'
import { type Order, printOrder } from '#contract/order.ts'
import styles from './data-table.module.css'
import type { Column } from './table-kit.ts'

type SortSelectProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly orders: readonly string[]
  readonly order: Order
  readonly onOrder: (order: Order) => void
}

const directions = { asc: 'up', desc: 'down' } as const

/** The order of rows that are cards and so have no headers to press. */
export function SortSelect<Row>({ columns, orders, order, onOrder }: SortSelectProps<Row>) {
  const id = useId()
  const choices = columns.flatMap(({ header, orderBy: field }) =>
    field !== undefined && orders.includes(field)
      ? (['asc', 'desc'] as const).map((direction) => ({ order: { field, direction }, header }))
      : [],
  )
  return (
    <div className={styles.sortBar}>
      <label htmlFor={id}>Order</label>
      <select
        id={id}
        value={printOrder(order)}
        onChange={(event) => {
          const next = choices.find((choice) => printOrder(choice.order) === event.target.value)
          if (next) onOrder(next.order)
        }}
      >
        {choices.map((choice) => (
          <option key={printOrder(choice.order)} value={printOrder(choice.order)}>
            {choice.header}, {directions[choice.order.direction]}
          </option>
        ))}
      </select>
    </div>
  )
}
