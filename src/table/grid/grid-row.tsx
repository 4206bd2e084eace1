/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- `display: grid` takes the roles of table tags away in some browsers */
import styles from './data-table.module.css'
import type { Column } from './column.ts'

/** Where a row is in its table. */
export type RowPlace = {
  readonly id: string
  readonly index: number
  /** Counted from one, the header included. */
  readonly rowIndex: number
  readonly top: number
  readonly height: number
  /** Where it stands in the groups of a tree grid. */
  readonly tree?: TreePlace | undefined
}

/** The level of a row in a tree grid, its place among those of the same parent, and whether a header is open. */
export type TreePlace = {
  readonly 'aria-level': number
  readonly 'aria-setsize': number
  readonly 'aria-posinset': number
  readonly 'aria-expanded'?: boolean
  readonly 'data-mark'?: 'group'
}

type GridRowProps<Row> = {
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  readonly card: boolean
  readonly active: boolean
  readonly open: boolean
  /** Whether it is chosen with others; undefined where rows are not chosen. */
  readonly chosen?: boolean | undefined
  /** Something quiet to say of the whole row by its look; the words for it stand in a cell. */
  readonly mark?: 'changed' | 'moved' | undefined
} & RowPlace

/** One row: cells side by side, or a card. */
export function GridRow<Row>(props: GridRowProps<Row>) {
  const { row, columns, card, active, open, chosen, mark, id, index, rowIndex, top, height, tree } = props
  return (
    <tr
      {...tree}
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-current={open ? 'true' : undefined}
      aria-selected={chosen}
      data-index={index}
      data-active={active || undefined}
      data-mark={mark}
      className={card ? styles.card : styles.row}
      style={{ height, top }}
    >
      {columns.map((column) => (
        <td
          key={column.id}
          role="gridcell"
          className={card ? styles[column.card ?? 'line'] : cellClass(column, row)}
        >
          {card && column.card === 'line' && <span className={styles.label}>{column.header}</span>}
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function cellClass<Row>({ align, whole }: Column<Row>, row: Row): string {
  const fits = typeof whole === 'function' ? whole(row) : whole
  return `${styles.cell} ${align === 'end' ? styles.end : ''} ${fits ? styles.whole : ''}`.trim()
}
