import { type CSSProperties, type ReactNode, useLayoutEffect, useMemo, useRef } from 'react'
import type { RowOrder } from '#queries/reviews/positions.ts'
import { DataTable } from '#table/grid/data-table.tsx'
import type { Column, ColumnVisibility } from '#table/grid/column.ts'
import { isHeader } from '#table/grid/group-lines.ts'
import { numberText } from '#ui/number-text.ts'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'
import { ordersOf } from '../table/columns.ts'
import type { RowView } from '../table/row-view.ts'
import { GroupedLine } from './grouped-line.tsx'
import { GroupsBar } from './groups-bar.tsx'
import { linesActive } from './lines-active.ts'
import { PinnedGroup } from './pinned-group.tsx'
import { useAskGroup } from './use-ask-group.ts'
import { useMarkShown } from './use-mark-shown.ts'
import { useGroupKeys } from './use-group-keys.ts'
import { type Groups, useGroups } from './use-groups.ts'

const rowHeight = 36
const cardHeight = 154

type Props = {
  readonly order: RowOrder
  readonly columns: readonly Column<RowView>[]
  readonly visibility: ColumnVisibility
  readonly emptySlot: ReactNode
}

/** The table of a review's rows in groups: headers among the rows, which are opened and closed. */
export function GroupedTable({ order, columns, visibility, emptySlot }: Props) {
  const { viewer } = useReview()
  const { rows, query, work, openRow } = useReviewList()
  const { place, keys, open } = work
  const frame = useRef<HTMLDivElement>(null)
  const card = useMediaQuery(narrow)
  const groups = useGroups(order)
  const { lines, folding } = groups
  const asking = useAskGroup(groups)
  const keydown = useGroupKeys(groups, asking)
  const isCard = useLatest(card)
  const active = useMemo(
    () => linesActive(place.active, folding.lines, () => isCard.current),
    [place.active, folding, isCard],
  )
  useMarkShown(groups, place.active)
  const { choice } = useReview()
  useLayoutEffect(() => {
    choice.passOver((position) => folding.lines().isHidden(position))
    return () => choice.passOver()
  }, [choice, folding])
  const line = { groups, asking, activePosition: place.active, openRow }
  const tree = useMemo(
    () => ({ keys: keyWords, placeText: placeTextOf(groups.all.length, order, lines) }),
    [groups.all, order, lines],
  )
  const toggle = (group: number) => folding.setOpen(group, !folding.isOpen(group))
  const openAt = (position: number) => (isHeader(position) ? toggle(lines.groupOf(position)) : open(position))
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it hears the keys of the tree grid in it first
    <div ref={frame} style={frameStyle} onKeyDownCapture={keydown}>
      <GroupsBar groups={groups} />
      <div style={frameStyle}>
        <DataTable
          label="Rows of the review"
          columns={columns}
          choosesMany={mayChangeRows(viewer)}
          columnVisibility={visibility}
          total={lines.count}
          listKey={rows.listKey}
          busy={rows.stale || rows.refreshing}
          order={query.searches.filter.order}
          onOrder={(next) => query.change({ order: next })}
          orders={ordersOf(columns)}
          ordersElsewhere
          active={active}
          tree={tree}
          onOpen={openAt}
          onEnter={() => {
            const marked = place.active.get()
            if (marked !== undefined && isHeader(marked)) toggle(lines.groupOf(marked))
            else keys.onEnter()
          }}
          onPastEnd={keys.onPastEnd}
          onWindow={(start, end) => rows.want(start, end, shownOf(groups))}
          rowHeight={rowHeight}
          cardHeight={cardHeight}
          emptySlot={emptySlot}
          renderRow={(at, shown) => (
            <GroupedLine {...line} key={keyAt(lines, order, at.index)} place={at} shown={shown} />
          )}
        />
        <PinnedGroup groups={groups} card={card} rowHeight={card ? cardHeight : rowHeight} frame={frame} />
      </div>
    </div>
  )
}

function useLatest<Value>(value: Value): { readonly current: Value } {
  const latest = useRef(value)
  useLayoutEffect(() => {
    latest.current = value
  }, [value])
  return latest
}

/** What tells a line from the others wherever it stands: the id of its row, or its header. */
function keyAt(lines: Groups['lines'], order: RowOrder, line: number): string {
  const position = lines.positionAt(line)
  return isHeader(position) ? `group ${position}` : String(order.idAt(position))
}

/** What the table shows at its places: no row where a header is. */
function shownOf({ lines, order }: Groups): Pick<RowOrder, 'total' | 'idAt'> {
  return { total: lines.count, idAt: (line) => order.idAt(lines.positionAt(line)) }
}

/** `50,000 of 50,000`, or `Group 3 of 41`: where a jump has led. */
function placeTextOf(count: number, { total }: RowOrder, lines: Groups['lines']): (line: number) => string {
  return (line) => {
    const position = lines.positionAt(line)
    return isHeader(position)
      ? `Group ${numberText(lines.groupOf(position) + 1)} of ${numberText(count)}`
      : `${numberText(position + 1)} of ${numberText(total)}`
  }
}

const keyWords =
  'Arrow keys move between rows and groups, with Alt from group to group. Left and right close and open a group, Enter opens a row, the right arrow goes to the buttons in it.'

const frameStyle: CSSProperties = {
  position: 'relative',
  display: 'flex',
  flex: 1,
  flexDirection: 'column',
  minHeight: 0,
}
