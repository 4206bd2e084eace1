import { useEffect, useEffectEvent } from 'react'
import type { ActivePosition } from '#table/grid/active-position.ts'

/** The width from which on an open row stands beside the list. */
export const roomBeside = '(min-width: 1100px)'

const openPane = 'dialog[data-keys="row"]:not(:modal)'

/** Whether the focus is in a row that is open beside the list: what is done there leaves the mark, and the focus. */
export function paneHasFocus(): boolean {
  return document.activeElement?.closest(openPane) !== null && document.activeElement !== null
}

/** Gives the open row beside the list the focus. */
export function focusPane(): void {
  document.querySelector<HTMLElement>(`${openPane} h2 [tabindex]`)?.focus()
}

/** Milliseconds for which the mark stands still before its row is shown: a held key shows the last row alone. */
const restMs = 100

/** Shows the marked row as the mark moves in the list, where one is open beside it. */
export function useFollowMark(
  active: ActivePosition,
  isBeside: boolean,
  show: (position: number) => void,
): void {
  const follow = useEffectEvent((position: number) => show(position))
  useEffect(() => {
    if (!isBeside) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = active.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        const marked = active.get()
        if (marked !== undefined) follow(marked)
      }, restMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [active, isBeside])
}
