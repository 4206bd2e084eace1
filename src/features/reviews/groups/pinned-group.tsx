import { type CSSProperties, type RefObject, useEffect, useState } from 'react'
import { headerOf, isHeader } from '#table/grid/group-lines.ts'
import { HeaderLine } from './group-header.tsx'
import type { Groups } from './use-groups.ts'

/** The height of what is pinned, and of the header of the table, in pixels. */
const height = 36
const headHeight = 36

type Props = {
  readonly groups: Groups
  readonly card: boolean
  /** In pixels. */
  readonly rowHeight: number
  /** What holds the table. */
  readonly frame: RefObject<HTMLElement | null>
}

/**
 * The header of the group of the first row in view, over the top of the rows while its own has been scrolled away. The next
 * header pushes it out. Screen readers know the group of a row by the tree.
 */
export function PinnedGroup({ groups, card, rowHeight, frame }: Props) {
  const { lines, folding } = groups
  const [pin, setPin] = useState<Pin>()

  useEffect(() => {
    const scroller = frame.current?.querySelector<HTMLElement>('[data-grid]')?.parentElement
    if (!scroller) return undefined
    const look = () => {
      const next = pinAt(scroller.scrollTop, rowHeight, lines, folding)
      setPin((now) => (now?.group === next?.group && now?.up === next?.up ? now : next))
    }
    look()
    scroller.addEventListener('scroll', look, { passive: true })
    return () => scroller.removeEventListener('scroll', look)
  }, [frame, lines, rowHeight, folding])

  if (!pin) return null
  return (
    <div aria-hidden="true" style={card ? { ...cover, top: 0 } : cover}>
      <div style={{ ...pinned, transform: `translateY(${-pin.up}px)` }}>
        <HeaderLine group={pin.group} groups={groups} card={false} />
      </div>
    </div>
  )
}

/** The group whose header is pinned, and by how many pixels the next one has pushed it up. */
type Pin = { readonly group: number; readonly up: number }

function pinAt(
  scrolled: number,
  rowHeight: number,
  lines: Groups['lines'],
  folding: Groups['folding'],
): Pin | undefined {
  const first = Math.floor(scrolled / rowHeight)
  if (first >= lines.count) return undefined
  const position = lines.positionAt(first)
  if (isHeader(position) && scrolled <= first * rowHeight) return undefined
  const group = lines.groupOf(position)
  const shown = folding.isOpen(group) ? lines.sizeOf(group) : 0
  const end = (lines.lineOf(headerOf(group)) + 1 + shown) * rowHeight
  return { group, up: Math.max(0, height - (end - scrolled)) }
}

const cover: CSSProperties = {
  position: 'absolute',
  zIndex: 1,
  top: headHeight + 1,
  insetInline: 0,
  height,
  overflow: 'hidden',
  pointerEvents: 'none',
}
const pinned: CSSProperties = {
  display: 'grid',
  alignItems: 'center',
  height,
  padding: '0 16px',
  borderBottom: '1px solid var(--line)',
  background: 'var(--bg-sunk)',
  fontSize: 'var(--size-row)',
}
