import { useState } from 'react'
import type { BulkPart, BulkRef } from '#queries/reviews/bulk/bulk-keys.ts'
import { RowList } from './row-list.tsx'

type Props = {
  readonly of: BulkRef
  readonly part: BulkPart
  /** What these rows are, with their number. */
  readonly text: string
  readonly links?: boolean
}

/** A line that says how many rows something holds for, and lists them once it is opened. */
export function FoldedRows({ text, ...rest }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{text}</summary>
      {isOpen && <RowList {...rest} />}
    </details>
  )
}
