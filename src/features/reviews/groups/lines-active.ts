import type { ActivePosition, MarkedTable } from '#table/grid/active-position.ts'
import { type GroupLines, headerOf, isHeader } from '#table/grid/group-lines.ts'

/**
 * The marked position as a grid knows it that shows lines: it reads, moves to and asks for lines, while rows and headers carry
 * their positions, and whoever else marks or asks knows positions alone. `inView` is whether a line can be seen though the
 * header of a group stands over the first one.
 */
export function linesActive(
  active: ActivePosition,
  lines: () => GroupLines,
  isCard: () => boolean,
): ActivePosition {
  const positionAt = (line: number) => lines().positionAt(line)
  const lineOf = (position: number) => lines().lineOf(position)
  /** The first row that is shown at a line or behind it; the first of a closed group where there is none. */
  function rowFrom(line: number): number {
    const { count } = lines()
    for (let at = Math.max(0, line); at < count; at += 1) {
      const position = positionAt(at)
      if (!isHeader(position)) return position
    }
    const last = positionAt(Math.max(0, count - 1))
    return isHeader(last) ? lines().firstOf(lines().groupOf(last)) : last
  }
  function ofPositions(table: MarkedTable): MarkedTable {
    const isSeen = (line: number) =>
      table.isInView(line) && (isCard() || isHeader(positionAt(line)) || table.isInView(line - 1))
    return {
      focus: table.focus,
      reveal: (position) => table.reveal(lineOf(position)),
      firstInView: () => rowFrom(table.firstInView()),
      isInView: (position) => !lines().isHidden(position) && isSeen(lineOf(position)),
      after(position) {
        const { count } = lines()
        for (let at = lineOf(position) + 1; at < count; at += 1)
          if (!isHeader(positionAt(at))) return positionAt(at)
        return Number.MAX_SAFE_INTEGER
      },
    }
  }
  return {
    get() {
      const marked = active.get()
      return marked === undefined ? undefined : lineOf(marked)
    },
    mark: active.mark,
    moveTo: (line) => active.moveTo(positionAt(line)),
    focus: active.focus,
    reveal: (line) => active.reveal(positionAt(line)),
    firstInView: active.firstInView,
    isInView: active.isInView,
    after: active.after,
    subscribe: active.subscribe,
    connect: (table) => active.connect(ofPositions(table)),
  }
}

/** Keeps the mark off rows of closed groups: there it goes to the header. Returns how to stop. */
export function keepMarkShown(active: ActivePosition, lines: () => GroupLines): () => void {
  const look = () => {
    const marked = active.get()
    if (marked !== undefined && lines().isHidden(marked)) active.mark(headerOf(lines().groupOf(marked)))
  }
  look()
  return active.subscribe(look)
}
