import { useReviewList } from '../state/review-provider.ts'
import { ReviewTable } from '../table/table.tsx'
import { NoRows } from './no-rows.tsx'
import { NoticeBar } from './notice-bar.tsx'
import type { ShownColumns } from './use-shown-columns.ts'
import styles from './list-part.module.css'

/** The rows of a review, and what is said of them and of keys. */
export function ListPart({ shown }: { readonly shown: ShownColumns }) {
  const { work } = useReviewList()
  return (
    <div className={styles.rows}>
      <ReviewTable columns={shown.columns} visibility={shown.visibility} emptySlot={<NoRows />} />
      <NoticeBar notice={work.notice} place={work.place} onNote={(id) => work.act('note', id)} />
    </div>
  )
}
