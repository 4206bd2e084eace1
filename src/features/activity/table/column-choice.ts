import type { ColumnVisibility } from '#table/grid/column.ts'
import { storedFlags, storeFlags } from '#ui/stored-flags.ts'

const key = 'countersign.workflow-actions.columns'

/**
 * The columns that are hidden until the reader asks for them. All others fit into 1440 pixels; when an event completed follows
 * from its start and duration.
 */
export const hiddenAtFirst: ColumnVisibility = {
  completed_at: false,
  any_changes: false,
  extraction_event: false,
}

/** Which columns this browser remembers to show and hide; the usual ones where it says nothing. */
export function storedColumns(): ColumnVisibility {
  return { ...hiddenAtFirst, ...storedFlags(key) }
}

/** Has this browser remember which columns to show and hide. */
export function storeColumns(visibility: ColumnVisibility): void {
  storeFlags(key, visibility)
}
