/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- `display: grid` takes the roles of table tags away in some browsers */
import type { ReactNode } from 'react'
import styles from './data-table.module.css'
import type { RowPlace } from './grid-row.tsx'

type Props = {
  readonly place: RowPlace & { readonly active: boolean }
  readonly card: boolean
  readonly chosen?: boolean | undefined
  /** Why there is no row here yet, in a word or two; in a header, what it shows. */
  readonly children: ReactNode
}

/** Stands in the place of a row that is not loaded, or of a header of a group, with what says why or which. */
export function PlaceholderRow({ place, card, chosen, children }: Props) {
  const { id, index, rowIndex, top, height, active, tree } = place
  return (
    <tr
      {...tree}
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={chosen}
      data-index={index}
      data-active={active || undefined}
      className={card ? styles.card : styles.row}
      style={{ height, top }}
    >
      <td role="gridcell" className={styles.placeholder}>
        {children}
      </td>
    </tr>
  )
}
