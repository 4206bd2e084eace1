import { type RefObject, useEffect, useState } from 'react'

/** Whether the table in an element is wider than what is seen of it. `rows` says of which kind its rows are; undefined: none. */
export function useIsWide(frame: RefObject<HTMLElement | null>, rows: 'rows' | 'cards' | undefined): boolean {
  const [isWide, setWide] = useState(false)
  useEffect(() => {
    // With another kind of rows it is another table.
    const table = rows && frame.current?.querySelector<HTMLElement>('[data-grid]')
    const scroller = table?.parentElement
    if (!table || !scroller) return undefined
    const resize = new ResizeObserver(() => setWide(scroller.scrollWidth > scroller.clientWidth))
    resize.observe(table)
    resize.observe(scroller)
    return () => resize.disconnect()
  }, [frame, rows])
  return isWide
}
