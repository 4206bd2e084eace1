/* oxlint-disable jsx-a11y/no-redundant-roles -- `display: block` takes the roles of table tags away in some browsers */
import type { ReactNode } from 'react'
import type { Order } from '#contract/order.ts'
import styles from './data-table.module.css'
import { GridHead } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import type { Column } from './table-kit.ts'
import { tracks } from './tracks.ts'

type Props<Row> = {
  readonly label: string
  /** The columns that show. */
  readonly columns: readonly Column<Row>[]
  /** The rows to draw, those at the top of the list. */
  readonly rows: readonly Row[]
  /** How many rows the list has, as far as its height goes; and for `aria-rowcount`, where -1 says that it is not known. */
  readonly total: number
  readonly rowCount: number
  readonly order: Order
  /** What stands below the last row. */
  readonly footerSlot?: ReactNode
}

const rowHeight = 36
const nothing = () => undefined

/**
 * The picture of a table before there is any life in it: the same places, texts and styles as in `DataTable` and
 * `PositionTable`, without hooks, so that it can be drawn without React. No keys move in it, so it is no grid.
 */
export function StillTable<Row>(props: Props<Row>) {
  const { label, columns, rows, total, rowCount, order, footerSlot } = props
  const shown = columns.map((column) => ({
    column,
    sorted: column.orderBy === order.field ? order.direction : undefined,
    sort: column.orderBy === undefined ? undefined : nothing,
  }))
  return (
    <div className={styles.frame}>
      <div className={styles.scroller}>
        <table
          role="table"
          data-still
          aria-label={label}
          aria-rowcount={rowCount}
          className={styles.grid}
          style={tracks(columns)}
        >
          <GridHead columns={shown} />
          <tbody role="rowgroup" className={styles.body} style={{ height: total * rowHeight }}>
            {rows.map((row, index) => (
              <GridRow
                // oxlint-disable-next-line react/no-array-index-key -- nothing ever moves
                key={index}
                id={`still-${index}`}
                row={row}
                columns={columns}
                card={false}
                index={index}
                rowIndex={index + 2}
                top={index * rowHeight}
                height={rowHeight}
                active={false}
                open={false}
                cellRole="cell"
              />
            ))}
          </tbody>
        </table>
        {footerSlot}
      </div>
    </div>
  )
}
