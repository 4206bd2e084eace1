import type { KeyboardEvent } from 'react'
import type { ActivePosition } from '#table/grid/active-position.ts'
import { headerOf, isHeader } from '#table/grid/group-lines.ts'
import type { Groups } from './use-groups.ts'

/** Where keys lead in a grouped list; each tells whether the key is answered by that. */
export type GroupMoves = {
  /** A step over rows and headers. */
  readonly step: (by: 1 | -1) => true
  /** An arrow key that the table does not know: from group to group, opening and closing. */
  readonly arrow: (event: Pick<KeyboardEvent, 'key' | 'altKey'>) => boolean
}

/** Moves the mark over rows and headers; `onPastEnd` is for a step down from the last line. */
export function groupMoves(
  { lines, folding, all }: Pick<Groups, 'lines' | 'folding' | 'all'>,
  active: ActivePosition,
  onPastEnd: () => void,
): GroupMoves {
  function stepByGroup(by: 1 | -1): true {
    const marked = active.get() ?? active.firstInView()
    const group = lines.groupOf(marked)
    const to = by === 1 ? group + 1 : isHeader(marked) ? group - 1 : group
    active.moveTo(headerOf(Math.max(0, Math.min(to, all.length - 1))))
    return true
  }
  return {
    step(by) {
      const marked = active.get()
      const to = marked === undefined ? lines.lineOf(active.firstInView()) : lines.lineOf(marked) + by
      if (to >= lines.count) onPastEnd()
      else active.moveTo(lines.positionAt(Math.max(0, to)))
      return true
    },
    arrow({ key, altKey }) {
      if (altKey) return key === 'ArrowDown' ? stepByGroup(1) : key === 'ArrowUp' && stepByGroup(-1)
      const marked = active.get()
      if (marked === undefined) return false
      const group = lines.groupOf(marked)
      if (key === 'ArrowLeft' && !isHeader(marked)) active.moveTo(headerOf(group))
      else if (key === 'ArrowLeft') folding.setOpen(group, false)
      else if (key === 'ArrowRight' && isHeader(marked) && !folding.isOpen(group))
        folding.setOpen(group, true)
      else return false
      return true
    },
  }
}
