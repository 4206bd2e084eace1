/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/no-redundant-roles -- a table in which keys move is a grid, and `display: block` takes the roles of table tags away in some browsers */
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the grid around the body has the keys */
import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { Announcement, VisuallyHidden } from '#ui/visually-hidden.tsx'
import styles from './data-table.module.css'
import { type ActivePosition, useActivePosition } from './active-position.ts'
import { firstInView, gridKeydown, isInView, revealRow, type RowGeometry, rowIndexOf } from './grid-keys.ts'
import type { RowPlace } from './grid-row.tsx'
import type { ShownRow } from './column.ts'
import { headHeight, tracks } from './tracks.ts'
import { useFirstFocus } from './use-first-focus.ts'
import { usePositionWindow } from './use-position-window.ts'
import { useRowPress } from './use-row-press.ts'

type PositionGridProps<Row> = {
  readonly label: string
  /** The header, for rows that are no cards. */
  readonly head: ReactNode
  readonly row: ShownRow<Row>
  readonly total: number
  readonly renderRow: (place: RowPlace, shown: ShownRow<Row>) => ReactNode
  readonly onWindow: (start: number, end: number) => void
  readonly active: ActivePosition
  readonly onOpen: (position: number) => void
  /** Enter or Space on the table itself. */
  readonly onEnter: () => void
  readonly onPastEnd?: (() => void) | undefined
  readonly busy: boolean
  readonly scroller: HTMLElement | null
  readonly rowHeight: number
}

/** Rows by position as a grid: one tab stop, in which keys move from row to row. */
export function PositionGrid<Row>(props: PositionGridProps<Row>) {
  const { label, head, row, total, onEnter, onPastEnd, busy } = props
  const active = useActivePosition(props.active, (position) => position)
  const id = useId()
  const [jumped, setJumped] = useState(false)
  const table = useRef<HTMLTableElement>(null)
  const geometry = useGeometry(props, table)
  useFirstFocus(table, true)

  function keydown(event: KeyboardEvent<HTMLElement>) {
    setJumped(event.target === event.currentTarget && jumps.has(event.key))
    gridKeydown(event, {
      geometry,
      active,
      count: total,
      activeElement: () => document.getElementById(`${id}-${active}`),
      onMove: props.active.moveTo,
      onEnter,
      onPastEnd,
    })
  }

  return (
    <>
      <VisuallyHidden id={`${id}-keys`}>
        Arrow keys move between rows, Enter opens a row, the right arrow goes to the buttons in it.
      </VisuallyHidden>
      <table
        ref={table}
        role="grid"
        tabIndex={0}
        data-grid
        aria-label={label}
        aria-describedby={`${id}-keys`}
        aria-rowcount={total + (row.card ? 0 : 1)}
        aria-busy={busy}
        aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
        className={row.card ? styles.cards : styles.grid}
        style={row.card ? undefined : tracks(row.columns)}
        onKeyDown={keydown}
      >
        {!row.card && head}
        <Body {...props} gridId={id} />
      </table>
      <Announcement>{jumped && active !== undefined && placeText(active, total)}</Announcement>
    </>
  )
}

type GeometryProps = Pick<PositionGridProps<unknown>, 'active' | 'scroller' | 'rowHeight'> & {
  readonly row: { readonly card: boolean }
}

/** Where the rows stand. The owner of the marked row is told too, and has the table scroll to it. */
function useGeometry(
  props: GeometryProps,
  table: RefObject<HTMLTableElement | null>,
): RowGeometry | undefined {
  const { active, scroller, rowHeight, row } = props
  const header = row.card ? 0 : headHeight
  useEffect(() => {
    if (!scroller) return undefined
    const geometry = { scroller, rowHeight, header }
    const marked = active.get()
    if (marked !== undefined) revealRow(geometry, marked)
    return active.connect({
      focus: () => table.current?.focus({ preventScroll: true }),
      reveal: (position) => revealRow(geometry, position),
      firstInView: () => firstInView(geometry),
      isInView: (position) => isInView(geometry, position),
    })
  }, [active, scroller, rowHeight, header, table])
  return scroller ? { scroller, rowHeight, header } : undefined
}

const jumps = new Set(['Home', 'End', 'PageUp', 'PageDown'])

/** `50,000 of 50,000`: where a jump has led. */
function placeText(active: number, total: number): string {
  return `${(active + 1).toLocaleString('en')} of ${total.toLocaleString('en')}`
}

/** The rows in view. It alone renders while scrolling. */
function Body<Row>(props: PositionGridProps<Row> & { readonly gridId: string }) {
  const { gridId, row, total, renderRow, onWindow, active, onOpen, scroller, rowHeight } = props
  const { start, end } = usePositionWindow(scroller, rowHeight, total)
  // The focus is on the active row, wherever the reader has scrolled.
  const away = useActivePosition(active, (at) =>
    at !== undefined && (at < start || at >= end) ? at : undefined,
  )
  const press = useRowPress((position) => {
    active.mark(position)
    onOpen(position)
  })
  // Whoever has the focus on a control in a row means that row.
  const focused = ({ target }: FocusEvent) => {
    const position = rowIndexOf(target)
    if (position !== undefined) active.mark(position)
  }

  useEffect(() => onWindow(start, end), [onWindow, start, end])

  const positions = Array.from({ length: end - start }, (_, at) => start + at)
  if (away !== undefined) positions.push(away)
  return (
    <tbody
      role="rowgroup"
      className={styles.body}
      style={{ height: total * rowHeight }}
      onFocus={focused}
      {...press}
    >
      {positions.map((index) =>
        renderRow(
          {
            id: `${gridId}-${index}`,
            index,
            rowIndex: index + (row.card ? 1 : 2),
            top: index * rowHeight,
            height: rowHeight,
          },
          row,
        ),
      )}
    </tbody>
  )
}
