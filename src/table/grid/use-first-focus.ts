import { type RefObject, useEffect } from 'react'

/** Gives a table the focus once its first rows stand, so that keys work, unless something has the focus already. */
export function useFirstFocus(table: RefObject<HTMLElement | null>, hasRows: boolean): void {
  useEffect(() => {
    const { activeElement, body } = document
    if (hasRows && (activeElement === null || activeElement === body))
      table.current?.focus({ preventScroll: true })
  }, [table, hasRows])
}
