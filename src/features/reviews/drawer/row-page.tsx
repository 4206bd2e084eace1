import { useLocation, useOutletContext } from 'react-router'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import { Dialog } from '#ui/dialog.tsx'
import { readReviewPath } from '../parts/address.ts'
import type { DrawerContext } from './drawer-context.ts'
import { RowDrawer } from './drawer.tsx'
import { NoSuchRow } from './row-failure.tsx'
import { useOwnReassignment } from '../decide/use-own-reassignment.ts'

/** The row that the address names, over the list that the rest of the address describes. */
export function RowPage({ zone }: { readonly zone: string }) {
  const around = useOutletContext<DrawerContext>()
  const result_id = readReviewPath(useLocation().pathname)?.result_id
  return (
    <>
      <title>Row of a review · Countersign</title>
      {result_id !== undefined && Number.isInteger(result_id) ? (
        <OneRow {...around} result_id={result_id} zone={zone} />
      ) : (
        <Dialog look="drawer" title="Row of a review" onClose={around.close}>
          <NoSuchRow onClose={around.close} />
        </Dialog>
      )}
    </>
  )
}

type Props = DrawerContext & { readonly result_id: number; readonly zone: string }

function OneRow({ result_id, zone, rows, replace, close, ...shared }: Props) {
  const { store } = rows
  const neighbour = (by: number) => neighbourOf(rows, result_id, by)
  const step = (by: number) => {
    const id = neighbour(by)
    return id === undefined ? undefined : () => replace(id)
  }
  const { pending, viewer } = shared
  const given = useOwnReassignment({ pending, viewer, replace, close, result_id, nextRow: neighbour(1) })
  return (
    <RowDrawer
      {...shared}
      result_id={result_id}
      store={store}
      zone={zone}
      notice={given}
      previous={step(-1)}
      next={step(1)}
      onClose={close}
    />
  )
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
