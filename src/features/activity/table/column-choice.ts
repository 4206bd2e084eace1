import type { ColumnVisibility } from '#table/grid/column.ts'

const key = 'countersign.workflow-actions.columns'

/** The columns that are hidden until the reader asks for them. */
export const hiddenAtFirst: ColumnVisibility = { extraction_event: false }

/** Which columns this browser remembers to show and hide; the usual ones where it says nothing. */
export function storedColumns(): ColumnVisibility {
  const known = Object.entries(parsed(localStorage.getItem(key))).flatMap(([id, shown]) =>
    typeof shown === 'boolean' ? [[id, shown] as const] : [],
  )
  return { ...hiddenAtFirst, ...Object.fromEntries(known) }
}

/** Has this browser remember which columns to show and hide. */
export function storeColumns(visibility: ColumnVisibility): void {
  localStorage.setItem(key, JSON.stringify(visibility))
}

/** What was stored; nothing when somebody has tampered with it. */
function parsed(text: string | null): object {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
