import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import { Dialog } from '#ui/dialog.tsx'
import { useMediaQuery } from '#ui/use-media-query.ts'
import { useOwnReassignment } from './use-own-reassignment.ts'
import { useReviewList } from '../state/review-provider.ts'
import { roomBeside, useFollowMark } from '../state/pane.ts'
import { RowDrawer } from './drawer.tsx'
import { NoSuchRow } from './row-failure.tsx'

/** The row that the address names, beside or over the list that the rest of the address describes. */
export function RowPage() {
  const { openRow, links } = useReviewList()
  return (
    <>
      <title>Row of a review · Countersign</title>
      {openRow !== undefined && Number.isInteger(openRow) ? (
        <OneRow result_id={openRow} />
      ) : (
        <Dialog look="drawer" title="Row of a review" onClose={links.close}>
          <NoSuchRow onClose={links.close} />
        </Dialog>
      )}
    </>
  )
}

function OneRow({ result_id }: { readonly result_id: number }) {
  const { rows, links, work } = useReviewList()
  useFollowMark(work.place.active, useMediaQuery(roomBeside), (position) => {
    const id = rows.idAt(position)
    if (id !== undefined && id !== result_id) links.replace(id)
  })
  const neighbour = (by: number) => neighbourOf(rows, result_id, by)
  const step = (by: number) => {
    const id = neighbour(by)
    return id === undefined ? undefined : () => links.replace(id)
  }
  const reassigned = useOwnReassignment({ result_id, nextRow: neighbour(1) })
  return <RowDrawer result_id={result_id} notice={reassigned} previous={step(-1)} next={step(1)} />
}

/** The row so many places further down the list, or the next one in that direction that is not out of sight. */
function neighbourOf(
  { positionOf, idAt, store }: ReviewRows,
  result_id: number,
  by: number,
): number | undefined {
  let position = positionOf(result_id)
  if (position === undefined) return undefined
  let id: number | undefined
  do {
    position += by
    id = idAt(position)
  } while (id !== undefined && store.isGone(id))
  return id
}
