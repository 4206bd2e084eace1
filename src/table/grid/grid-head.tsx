/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- `display: grid` takes the roles of table tags away in some browsers */
import { Icon, type IconName } from '#ui/icon.tsx'
import styles from './data-table.module.css'
import type { ShownColumn } from './column.ts'

/** The header row, which stays in place while rows scroll below it. */
export function GridHead<Row>({ columns }: { readonly columns: readonly ShownColumn<Row>[] }) {
  return (
    <thead role="rowgroup" className={styles.head}>
      <tr role="row" aria-rowindex={1} className={styles.headRow}>
        {columns.map((shown) => (
          <HeadCell key={shown.column.id} {...shown} />
        ))}
      </tr>
    </thead>
  )
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const
const icons = { asc: 'sort-up', desc: 'sort-down' } as const satisfies Record<string, IconName>

function HeadCell<Row>({ column, sorted, sort, refusal }: ShownColumn<Row>) {
  const { header, head, tip, align } = column
  const className = align === 'end' ? `${styles.headCell} ${styles.end}` : styles.headCell
  // The tooltip of the reason describes it to screen readers (ui/tooltip.tsx).
  if (!sort && refusal === undefined) {
    return (
      <th role="columnheader" scope="col" className={className}>
        {head ?? <span data-tip={tip}>{header}</span>}
      </th>
    )
  }
  return (
    <th
      role="columnheader"
      scope="col"
      className={className}
      aria-sort={sort && (sorted ? ariaSort[sorted] : 'none')}
    >
      <button
        type="button"
        className={styles.sort}
        aria-disabled={refusal === undefined ? undefined : true}
        data-tip={refusal ?? tip}
        onClick={sort}
      >
        {header}
        {sort && <Icon name={sorted ? icons[sorted] : 'sort-both'} />}
      </button>
    </th>
  )
}
