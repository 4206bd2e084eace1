/** What rows can be grouped by besides `<entity>.<attribute>`. */
export const plainGroupings = ['source', 'destination', 'waypoint', 'decision'] as const

const attribute = /^(source|destination|waypoint)\.[A-Za-z_]\w{0,254}$/

/** Whether a list of results can be grouped by this. */
export function isGrouping(text: string): boolean {
  return plainGroupings.some((known) => known === text) || attribute.test(text)
}

/**
 * What rows are grouped by where nobody has said otherwise, by `group_by_column` of the setting `rows_group_by_setting`: the
 * vendor's names for a decision and for an entity stand for ours (INFERRED). '' where it names nothing that rows have.
 */
export function usualGrouping(column: string): string {
  const ours = column === 'status' ? 'decision' : column.replace(/\.veza_unique_name$/, '')
  return isGrouping(ours) ? ours : ''
}
