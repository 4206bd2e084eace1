import { type ReactNode, Suspense } from 'react'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { useChosen } from '../choice/row-choice.ts'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'
import { ReviewTable } from '../table/table.tsx'
import { NoRows } from './no-rows.tsx'
import { NoticeBar } from './notice-bar.tsx'
import type { ShownColumns } from './use-shown-columns.ts'
import styles from './list-part.module.css'

/** Fetched beside the rows: until then x and the boxes choose, and nothing says how many. */
const Choosing = lazyPart(
  lazyModule(
    () => import('../choose/choosing.tsx'),
    (module) => module.Choosing,
    { alone: true },
  ),
  (panel) => <OnceChosen>{panel}</OnceChosen>,
)

/** A plain list does without. */
const GroupedTable = lazyPart(
  lazyModule(
    () => import('../groups/grouped-table.tsx'),
    (module) => module.GroupedTable,
  ),
)

/** Whoever has chosen no row does not miss the bar. */
function OnceChosen({ children }: { readonly children: ReactNode }) {
  return useChosen(useReview().choice) && children
}

/** The rows of a review, and what is said of them and of keys. */
export function ListPart({ shown }: { readonly shown: ShownColumns }) {
  const { viewer } = useReview()
  const { work, rows } = useReviewList()
  const table = { columns: shown.columns, visibility: shown.visibility, emptySlot: <NoRows /> }
  const { order } = rows
  return (
    <div className={styles.rows}>
      {order?.groups ? (
        <Suspense fallback={null}>
          <GroupedTable order={order} {...table} />
        </Suspense>
      ) : (
        <ReviewTable {...table} />
      )}
      <NoticeBar notice={work.notice} place={work.place} onNote={(id) => work.act('note', id)} />
      {mayChangeRows(viewer) && (
        <Suspense fallback={null}>
          <Choosing />
        </Suspense>
      )}
    </div>
  )
}
