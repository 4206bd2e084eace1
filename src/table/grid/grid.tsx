/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/no-noninteractive-element-interactions -- a table in which keys move is a grid, or a tree grid */
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { Announcement, VisuallyHidden } from '#ui/visually-hidden.tsx'
import styles from './data-table.module.css'
import { useActivePosition } from './active-position.ts'
import type { ShownColumn } from './column.ts'
import { GridBody, type GridBodyProps } from './grid-body.tsx'
import { GridHead } from './grid-head.tsx'
import { firstInView, gridKeydown, isInView, revealRow, type RowGeometry } from './grid-keys.ts'
import { headHeight, tracks } from './tracks.ts'

type GridProps<Row> = Omit<GridBodyProps<Row>, 'gridId'> & {
  readonly label: string
  readonly shown: readonly ShownColumn<Row>[]
  /** Whether `total` is all that there is. */
  readonly isWhole: boolean
  /** Enter or Space on the table itself. */
  readonly onEnter: () => void
  readonly onPastEnd?: (() => void) | undefined
  readonly busy: boolean
  readonly choosesMany?: boolean | undefined
  readonly tree?: Tree | undefined
  readonly moreKeys?: string | undefined
}

/** Rows in groups, with headers among them: what is said of keys, and of the place where a jump has led. */
export type Tree = { readonly keys: string; readonly placeText: (index: number) => string }

/** Rows of one height as an ARIA grid: one tab stop, in which keys move from row to row. */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, shown, row, total, isWhole, onEnter, onPastEnd, busy, tree } = props
  const active = useActivePosition(props.active, (position) => position)
  const id = useId()
  const [jumped, setJumped] = useState(false)
  const table = useRef<HTMLTableElement>(null)
  const geometry = useGeometry(props, table)
  useFirstFocus(table, total > 0)

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
        {tree?.keys ??
          'Arrow keys move between rows, Enter opens a row, the right arrow goes to the buttons in it.'}{' '}
        {props.moreKeys}
      </VisuallyHidden>
      <table
        ref={table}
        role={tree ? 'treegrid' : 'grid'}
        tabIndex={0}
        data-grid
        aria-label={label}
        aria-describedby={`${id}-keys`}
        aria-rowcount={isWhole ? total + (row.card ? 0 : 1) : -1}
        aria-busy={busy}
        aria-multiselectable={props.choosesMany}
        aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
        className={row.card ? styles.cards : styles.grid}
        style={row.card ? undefined : tracks(shown)}
        onKeyDown={keydown}
      >
        {!row.card && <GridHead columns={shown} />}
        <GridBody
          gridId={id}
          row={row}
          total={total}
          renderRow={props.renderRow}
          onWindow={props.onWindow}
          active={props.active}
          onOpen={props.onOpen}
          scroller={props.scroller}
          rowHeight={props.rowHeight}
        />
      </table>
      {isWhole && (
        <Announcement>
          {jumped && active !== undefined && (tree ? tree.placeText(active) : placeText(active, total))}
        </Announcement>
      )}
    </>
  )
}

type GeometryProps = Pick<GridProps<unknown>, 'active' | 'scroller' | 'rowHeight'> & {
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

/** Gives a table the focus once its first rows stand, so that keys work, unless something has the focus already. */
function useFirstFocus(table: RefObject<HTMLElement | null>, hasRows: boolean): void {
  useEffect(() => {
    const { activeElement, body } = document
    if (hasRows && (activeElement === null || activeElement === body))
      table.current?.focus({ preventScroll: true })
  }, [table, hasRows])
}

const jumps = new Set(['Home', 'End', 'PageUp', 'PageDown'])

/** `50,000 of 50,000`: where a jump has led. */
function placeText(active: number, total: number): string {
  return `${(active + 1).toLocaleString('en')} of ${total.toLocaleString('en')}`
}
