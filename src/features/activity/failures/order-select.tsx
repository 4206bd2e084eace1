import { useId } from 'react'
import { type CauseOrder, causeOrders } from './address.ts'

type Props = { readonly order: CauseOrder; readonly onOrder: (order: CauseOrder) => void }

const names: Readonly<Record<CauseOrder, string>> = {
  'most-events': 'Most events',
  'still-broken': 'Most still broken',
  newest: 'Newest',
}

/** Chooses the order of causes. */
export function OrderSelect({ order, onOrder }: Props) {
  const id = useId()
  return (
    <span>
      <label htmlFor={id}>Order</label>{' '}
      <select
        id={id}
        value={order}
        onChange={({ target: { value } }) => onOrder(causeOrders.find((name) => name === value) ?? order)}
      >
        {causeOrders.map((name) => (
          <option key={name} value={name}>
            {names[name]}
          </option>
        ))}
      </select>
    </span>
  )
}
