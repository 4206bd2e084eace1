/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a table in which keys move is a grid */
import { useEffect, useId, useRef, useState } from 'react'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import styles from './data-table.module.css'
import { GridBody, type GridBodyProps } from './grid-body.tsx'
import { GridHead } from './grid-head.tsx'
import { firstInView, gridKeydown, revealRow } from './grid-keys.ts'
import type { Column, ShownColumn } from './column.ts'
import { headHeight, tracks } from './tracks.ts'
import { useFirstFocus } from './use-first-focus.ts'

type GridProps<Row> = {
  readonly label: string
  readonly listKey: string
  readonly shown: readonly ShownColumn<Row>[]
  readonly onOpenRow: (row: Row) => void
  readonly busy: boolean
} & Omit<GridBodyProps<Row>, 'gridId' | 'columns' | 'offset' | 'active' | 'onPress' | 'onFocusRow'>

/** Rows as a grid: one tab stop, in which keys move from row to row; `listKey` says when to start at the top again. */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, listKey, shown, onOpenRow, busy, ...body } = props
  const { scroller, rows, rowId, card, rowHeight, openRowId } = body
  const id = useId()
  const openRow = openRowId === undefined ? -1 : rows.findIndex((row) => rowId(row) === openRowId)
  const [moved, setMoved] = useState({ listKey, row: openRow })
  const [openBefore, setOpenBefore] = useState(openRow)
  // Whoever walks from row to row in a drawer finds the focus there when it closes.
  if (openRow !== openBefore) {
    setOpenBefore(openRow)
    if (openRow >= 0) setMoved({ listKey, row: openRow })
  }
  /** The marked row, -1 while none is. */
  const active = moved.listKey === listKey ? Math.min(moved.row, rows.length - 1) : -1
  const table = useRef<HTMLTableElement>(null)
  useFirstFocus(table, rows.length > 0)
  const header = card ? 0 : headHeight
  const columns = card ? cardColumns(shown) : shown.map(({ column }) => column)

  useEffect(() => {
    if (openRow >= 0 && scroller) revealRow({ scroller, rowHeight, header }, openRow)
  }, [openRow, scroller, rowHeight, header])

  function open(row: number) {
    setMoved({ listKey, row })
    const opened = rows[row]
    if (opened !== undefined) onOpenRow(opened)
  }

  const geometry = scroller ? { scroller, rowHeight, header } : undefined
  const move = (row: number) => {
    setMoved({ listKey, row })
    if (geometry) revealRow(geometry, row)
  }
  const place = {
    geometry,
    active: active < 0 ? undefined : active,
    count: rows.length,
    activeElement: () => document.getElementById(`${id}-${active}`),
    onMove: move,
    onEnter: () => (active < 0 ? move(geometry ? firstInView(geometry) : 0) : open(active)),
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
        aria-label={label}
        aria-describedby={`${id}-keys`}
        aria-rowcount={body.hasMore ? -1 : rows.length + (card ? 0 : 1)}
        aria-busy={busy}
        aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
        className={card ? styles.cards : styles.grid}
        style={card ? undefined : tracks(columns)}
        onKeyDown={(event) => gridKeydown(event, place)}
      >
        {!card && <GridHead columns={shown} />}
        <GridBody
          {...body}
          gridId={id}
          columns={columns}
          offset={header}
          active={active}
          onPress={open}
          onFocusRow={(row) => setMoved({ listKey, row })}
        />
      </table>
    </>
  )
}

/** The columns that have a place in a card, in the order in which it shows them. */
function cardColumns<Row>(shown: readonly ShownColumn<Row>[]): readonly Column<Row>[] {
  const columns = shown.map(({ column }) => column)
  return (['title', 'lead', 'line'] as const).flatMap((place) => columns.filter(({ card }) => card === place))
}
