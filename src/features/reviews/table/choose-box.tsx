import type { ReactNode } from 'react'
import { rowName } from '#decisions/row-name.ts'
import { CellCheckbox } from '#ui/checkbox.tsx'
import type { RowView } from './row-view.ts'

/** Chooses a row for a change of many; with Shift all from the last chosen one up to it. */
export function chooseBox({ row, chosen, choose }: RowView): ReactNode {
  return (
    <CellCheckbox
      label={`Choose: ${rowName(row)}`}
      checked={chosen}
      onChange={(_, withShift) => choose(row.result_id, withShift ? 'up to here' : 'this row')}
    />
  )
}
