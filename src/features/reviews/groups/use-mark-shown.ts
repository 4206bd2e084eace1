import { useLayoutEffect, useRef } from 'react'
import type { ActivePosition } from '#table/grid/active-position.ts'
import { headerOf } from '#table/grid/group-lines.ts'
import { keepMarkShown } from './lines-active.ts'
import type { Groups } from './use-groups.ts'

/** Keeps the mark on what is shown, and in view where a group above it is opened or closed. */
export function useMarkShown({ folding, lines }: Groups, active: ActivePosition): void {
  useLayoutEffect(() => keepMarkShown(active, folding.lines), [active, folding])
  const before = useRef(lines)
  useLayoutEffect(() => {
    if (before.current === lines) return
    before.current = lines
    const marked = active.get()
    if (marked === undefined) return
    const shown = lines.isHidden(marked) ? headerOf(lines.groupOf(marked)) : marked
    active.mark(shown)
    // Nothing is scrolled under a pointer that has pressed there.
    if (!active.isInView(shown)) active.reveal(shown)
  }, [active, lines])
}
