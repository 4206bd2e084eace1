/**
 * The lines of a grouped list as its table shows them: above the rows of each group its header, which stands alone while
 * the group is closed. A position is that of a row in the list, from 0, or that of a header (`headerOf`).
 */
export type GroupLines = {
  /** How many lines there are. */
  readonly count: number
  /** The position that a line shows. */
  readonly positionAt: (line: number) => number
  /** The line of a position; of a row that is not shown that of its group's header. */
  readonly lineOf: (position: number) => number
  /** The group of a position, header or row. */
  readonly groupOf: (position: number) => number
  /** Whether a group is closed: its header stands alone. */
  readonly isClosed: (group: number) => boolean
  /** Whether a row is in a closed group. */
  readonly isHidden: (position: number) => boolean
  /** The first row of a group, and how many it has. */
  readonly firstOf: (group: number) => number
  readonly sizeOf: (group: number) => number
}

/** The position of the header of a group: below zero, so that it is no row's. */
export function headerOf(group: number): number {
  return -1 - group
}

/** Whether a position is that of a header. */
export function isHeader(position: number): boolean {
  return position < 0
}

/**
 * The lines of groups of these sizes, of which some are closed. Looking up takes a binary search; sums over the groups are
 * all that is kept of them.
 */
export function groupLines(sizes: readonly number[], isOpen: (group: number) => boolean): GroupLines {
  const groups = sizes.length
  /** The first row of each group, and after the last the number of rows. */
  const firsts = new Int32Array(groups + 1)
  /** The line of each header, and after the last the number of lines. */
  const headers = new Int32Array(groups + 1)
  for (const [group, size] of sizes.entries()) {
    firsts[group + 1] = at(firsts, group) + size
    headers[group + 1] = at(headers, group) + 1 + (isOpen(group) ? size : 0)
  }
  const groupOf = (position: number) => (position < 0 ? -1 - position : lastAtMost(firsts, groups, position))
  const isClosed = (group: number) => at(headers, group + 1) - at(headers, group) === 1
  return {
    count: at(headers, groups),
    positionAt(line) {
      const group = lastAtMost(headers, groups, line)
      const into = line - at(headers, group)
      return into === 0 ? headerOf(group) : at(firsts, group) + into - 1
    },
    lineOf(position) {
      const group = groupOf(position)
      const header = at(headers, group)
      return position < 0 || isClosed(group) ? header : header + 1 + position - at(firsts, group)
    },
    groupOf,
    isClosed,
    isHidden: (position) => position >= 0 && isClosed(groupOf(position)),
    firstOf: (group) => at(firsts, group),
    sizeOf: (group) => at(firsts, group + 1) - at(firsts, group),
  }
}

function at(sums: Int32Array, place: number): number {
  return sums[place] ?? 0
}

/** The last of the first `count` rising sums that is at most `wanted`, the first one at least. */
function lastAtMost(sums: Int32Array, count: number, wanted: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(sums, middle) <= wanted) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
