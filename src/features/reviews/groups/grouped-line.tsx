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

/** One line of a grouped list: a header, or a row, which knows its position in the list. */
export function GroupedLine({ groups, asking, activePosition, openRow, place, shown }: Props) {
  const { lines, order } = groups
  const position = lines.positionAt(place.index)
  const group = lines.groupOf(position)
  if (isHeader(position))
    return (
      <GroupHeader
        group={group}
        groups={groups}
        asking={asking}
        place={place}
        activePosition={activePosition}
        card={shown.card}
      />
    )
  const id = order.idAt(position)
  if (id === undefined) return null
  const { id: elementId, rowIndex, top, height } = place
  return (
    <ReviewRow
      id={id}
      elementId={elementId}
      index={position}
      rowIndex={rowIndex}
      top={top}
      height={height}
      activePosition={activePosition}
      open={id === openRow}
      columns={shown.columns}
      card={shown.card}
      tree={treePlace(position - lines.firstOf(group) + 1, lines.sizeOf(group))}
    />
  )
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
