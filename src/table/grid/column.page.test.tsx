import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Column, type ShownColumn, type TableState, useTable } from './column.ts'
import { tracks } from './tracks.ts'

const cell = () => null
const columns: readonly Column<unknown>[] = [
  { id: 'state', header: 'State', size: 104, cell, card: 'lead' },
  { id: 'note', header: 'Note', size: 96, grow: 1.5, cell, card: 'line' },
  { id: 'copied', header: 'Copied', size: 72, cell },
  { id: 'name', header: 'Name', size: 144, grow: 2, cell, card: 'title' },
]
const table: TableState<unknown> = {
  columns,
  columnVisibility: { copied: true },
  card: false,
  orders: [],
  order: { field: 'name', direction: 'asc' },
  onOrder: () => undefined,
}

/** Draws a table with one state after the other; gives its columns of each time. */
function shownIn(...states: readonly TableState<unknown>[]): (readonly ShownColumn<unknown>[])[] {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  const shown: (readonly ShownColumn<unknown>[])[] = []
  const Table = ({ state }: { readonly state: TableState<unknown> }) => {
    'use no memo'
    shown.push(useTable(state))
    return null
  }
  const root = createRoot(document.createElement('div'))
  onTestFinished(() => {
    act(() => root.unmount())
    vi.unstubAllGlobals()
  })
  for (const state of states) act(() => root.render(<Table state={state} />))
  return shown
}
const ids = (shown: readonly ShownColumn<unknown>[] | undefined) => shown?.map(({ column }) => column.id)

test('columns side by side are as wide as they say, those that grow at least so', () => {
  const [shown = []] = shownIn(table)
  expect(ids(shown)).toEqual(['state', 'note', 'copied', 'name'])
  expect(tracks(shown)).toEqual({ '--columns': '6.5rem minmax(6rem, 1.5fr) 4.5rem minmax(9rem, 2fr)' })
})

test('a card shows its columns by their places, without those that have none or are hidden', () => {
  const [all, some] = shownIn(
    { ...table, card: true },
    { ...table, card: true, columnVisibility: { note: false, copied: true } },
  )
  expect(ids(all)).toEqual(['name', 'state', 'note'])
  expect(ids(some)).toEqual(['name', 'state'])
})

test('the same columns are the same array, so that no row is drawn again', () => {
  const [first, again, turned] = shownIn(
    table,
    { ...table, onOrder: () => undefined },
    { ...table, order: { field: 'name', direction: 'desc' } },
  )
  expect(again).toBe(first)
  expect(turned).not.toBe(first)
})
