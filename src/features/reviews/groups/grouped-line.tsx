import type { ActivePosition } from '#table/grid/active-position.ts'
import type { ShownRow } from '#table/grid/column.ts'
import { isHeader } from '#table/grid/group-lines.ts'
import type { RowPlace, TreePlace } from '#table/grid/grid-row.tsx'
import { ReviewRow } from '../table/row.tsx'
import type { RowView } from '../table/row-view.ts'
import { GroupHeader } from './group-header.tsx'
import type { AskGroup } from './use-ask-group.ts'
import type { Groups } from './use-groups.ts'

type Props = {
  readonly groups: Groups
  readonly asking: AskGroup
  readonly activePosition: ActivePosition
  readonly openRow: number | undefined
  readonly place: RowPlace
  readonly shown: ShownRow<RowView>
}

/**
 * One line of a grouped list: a header, or a row, which knows its position in the list. The other that its slot has shown before
 * is kept out of sight.
 */
export function GroupedLine({ groups, asking, activePosition, openRow, place, shown }: Props) {
  const { lines, order } = groups
  const { header, row } = place.slot ?? {}
  const isRow = !isHeader(lines.positionAt(place.index))
  const position = row === undefined ? undefined : order.positionOf(row)
  const { id: elementId, rowIndex, top, height, slot } = place
  return (
    <>
      {header !== undefined && (
        <GroupHeader
          group={lines.groupOf(header)}
          groups={groups}
          asking={asking}
          place={isRow ? { ...place, isKept: true } : place}
          activePosition={activePosition}
          card={shown.card}
        />
      )}
      {row !== undefined && position !== undefined && (
        <ReviewRow
          id={row}
          elementId={elementId}
          index={position}
          rowIndex={rowIndex}
          top={top}
          height={height}
          activePosition={activePosition}
          open={row === openRow}
          columns={shown.columns}
          card={shown.card}
          tree={treePlaceOf(lines, position)}
          slot={slot}
          isKept={!isRow}
        />
      )}
    </>
  )
}

function treePlaceOf(lines: Groups['lines'], position: number): TreePlace {
  const group = lines.groupOf(position)
  return treePlace(position - lines.firstOf(group) + 1, lines.sizeOf(group))
}

const treePlaces = new Map<string, TreePlace>()

/** The place of a row among those of its group: the same object each time, so that rows do not render again. */
function treePlace(at: number, size: number): TreePlace {
  const name = `${at} ${size}`
  const known = treePlaces.get(name)
  if (known) return known
  if (treePlaces.size > 1000) treePlaces.clear()
  const place = { 'aria-level': 2, 'aria-setsize': size, 'aria-posinset': at } as const
  treePlaces.set(name, place)
  return place
}
