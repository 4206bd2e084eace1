import { useEffect, useEffectEvent, useState } from 'react'
import { IconButton } from '#ui/button.tsx'
import { PanelAt, type WindowPlace } from '#ui/panel-at.tsx'
import { isolated } from '#std/isolate.ts'
import type { ValueFilter } from '../address/narrow-search.ts'
import type { GridAround } from '../grid/data-table.tsx'
import { type CellPlace, cellAt, cellOf, markedRow, rowOf } from './cell-place.ts'
import { type RowValue, ValueChoices } from './value-choices.tsx'

type Props<Row> = {
  readonly grid: GridAround<Row>
  readonly rows: readonly Row[]
  /** What a row can be filtered by, of one column, or of all where none is given; none where the API has no operator. */
  readonly valuesOf: (row: Row, column?: string) => readonly RowValue[]
  readonly onFilter: (filter: ValueFilter) => void
}

type Opened = { readonly values: readonly RowValue[]; readonly at: WindowPlace }

/**
 * Filters a list by what a row shows: by a button over the cell that the mouse is on, by the menu key, Shift+F10 or `f` for
 * the row that keys act on, by a long press of a finger. A press on the row itself still opens it.
 */
export function CellFilters<Row>({ grid, rows, valuesOf, onFilter }: Props<Row>) {
  const { scroller, columns } = grid
  const [hovered, setHovered] = useState<CellPlace>()
  const [opened, setOpened] = useState<Opened>()

  const valuesAt = (row: number, column?: number): readonly RowValue[] => {
    const shown = rows[row]
    if (shown === undefined) return []
    return column === undefined ? valuesOf(shown) : valuesOf(shown, columns[column]?.id ?? '')
  }
  /** Opens what a cell can be filtered by; where that is nothing, what its row can. */
  const open = (target: Element, column?: number): boolean => {
    const row = rowOf(target)
    const ofCell = row !== undefined && column !== undefined ? valuesAt(row, column) : []
    const values = ofCell.length > 0 || row === undefined ? ofCell : valuesAt(row)
    if (values.length === 0) return false
    const { left, bottom } = target.getBoundingClientRect()
    setOpened({ values, at: { left, top: bottom } })
    return true
  }
  const openAt = (target: EventTarget | null): boolean => {
    const marked = markedRow(target)
    const cell = marked ? undefined : cellOf(target)
    return marked ? open(marked) : cell ? open(cell, cell.cellIndex) : false
  }

  const pointed = useEffectEvent((event: PointerEvent) => {
    if (event.pointerType !== 'mouse') return
    const cell = cellOf(event.target)
    if (!cell) return
    const place = cellAt(cell, scroller)
    if (place?.row === hovered?.row && place?.column === hovered?.column) return
    setHovered(place && valuesAt(place.row, place.column).length > 0 ? place : undefined)
  })
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    const isMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
    const isLetter = event.key === 'f' && markedRow(event.target) !== undefined
    if ((isMenu || isLetter) && openAt(event.target)) event.preventDefault()
  })
  // Of a mouse the browser's own menu stays.
  const menuWanted = useEffectEvent((event: MouseEvent) => {
    const isByMouse = event.button === 2
    if (!isByMouse && (opened !== undefined || openAt(event.target))) event.preventDefault()
  })
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    scroller.addEventListener('pointermove', (event) => pointed(event), { signal, passive: true })
    scroller.addEventListener('pointerleave', () => setHovered(undefined), { signal })
    scroller.addEventListener('keydown', (event) => pressed(event), { signal })
    scroller.addEventListener('contextmenu', (event) => menuWanted(event), { signal })
    return () => stop.abort()
  }, [scroller])

  const [first] = hovered ? valuesAt(hovered.row, hovered.column) : []
  return (
    <>
      {hovered && first && (
        <IconButton
          icon="filter"
          look="plain"
          label={`Filter by ${first.label}: ${isolated(first.text)} (f for the whole row)`}
          tabIndex={-1}
          style={{ position: 'absolute', ...hovered.button }}
          onClick={({ currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect()
            setOpened({ values: valuesAt(hovered.row, hovered.column), at: { left, top: bottom } })
          }}
        />
      )}
      {opened && (
        <PanelAt label="Filter by this row" at={opened.at} onClose={() => setOpened(undefined)}>
          <ValueChoices
            values={opened.values}
            onFilter={(filter) => {
              setOpened(undefined)
              onFilter(filter)
            }}
          />
        </PanelAt>
      )}
    </>
  )
}
