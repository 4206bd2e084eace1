import { Outlet } from 'react-router'
import { OpeningDialog } from '#ui/opening-dialog.tsx'
import { RowActionDialog } from '../decide/row-action-dialog.tsx'
import { useReviewList } from '../state/review-provider.ts'

/** What opens for one row: the row itself, and the dialog that an action asks in. */
export function RowDialogs() {
  const { links, work } = useReviewList()
  const { opening, asking, closeAsking } = work
  return (
    <>
      {/* How to close it is for a drawer whose code could not be fetched; the row itself reads what the review shares. */}
      <Outlet context={{ close: links.close }} />
      {opening.id !== undefined && (
        <OpeningDialog
          look="drawer"
          title="Row of a review"
          onClose={() => {
            opening.cancel()
            // Gives up a row that is on its way: the list stays.
            links.stay()
          }}
        />
      )}
      {asking && (
        <RowActionDialog
          key={`${asking.action} ${asking.id}`}
          action={asking.action}
          id={asking.id}
          onClose={closeAsking}
        />
      )}
    </>
  )
}
