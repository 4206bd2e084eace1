import { memo, type ReactNode } from 'react'
import { type ActivePosition, useActivePosition } from './active-position.ts'
import type { Column } from './column.ts'
import { GridRow, type RowPlace } from './grid-row.tsx'

type Props<Row> = RowPlace & {
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  readonly card: boolean
  readonly open: boolean
  readonly activePosition: ActivePosition
}

/** A row of a loaded table. It renders again only when its own data changes, or the mark comes or goes. */
export const LoadedRow = memo(function LoadedRow<Row>({ activePosition, ...props }: Props<Row>) {
  const active = useActivePosition(activePosition, (position) => position === props.index)
  return <GridRow {...props} active={active} />
}) as <Row>(props: Props<Row>) => ReactNode
