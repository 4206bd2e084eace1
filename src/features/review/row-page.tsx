import { useLocation, useOutletContext } from 'react-router'
import { Dialog } from '#ui/dialog.tsx'
import { readReviewPath } from './address.ts'
import type { RowAround } from './row-around.ts'
import { RowDrawer } from './drawer.tsx'
import { NoSuchRow } from './row-failure.tsx'

/** The row that the address names, over the list that the rest of the address describes. */
export function RowPage({ zone }: { readonly zone: string }) {
  const around = useOutletContext<RowAround>()
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

type Props = RowAround & { readonly result_id: number; readonly zone: string }

function OneRow({ result_id, zone, rows, replace, close, ...shared }: Props) {
  const position = rows.positionOf(result_id)
  const step = (by: number) => {
    const id = position === undefined ? undefined : rows.idAt(position + by)
    return id === undefined ? undefined : () => replace(id)
  }
  return (
    <RowDrawer
      {...shared}
      result_id={result_id}
      store={rows.store}
      zone={zone}
      previous={step(-1)}
      next={step(1)}
      onClose={close}
    />
  )
}
