import { type ComponentType, Suspense, useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyDialog, lazyPart } from '#ui/lazy-part.tsx'
import type { ListQueryState } from '../filters/use-list-query.ts'
import { ReviewListProvider, ReviewProvider } from '../state/review-provider.ts'
import { Announcer } from '../parts/announcer.tsx'
import { FilterStrip } from './filter-strip.tsx'
import { ReviewHeader } from './header.tsx'
import { ListPart } from './list-part.tsx'
import { RowDialogs } from './row-dialogs.tsx'
import { StatusLine } from './status-line.tsx'
import type { KnownReview } from '../state/use-review-state.ts'
import { useReviewWork } from '../state/use-review-work.ts'
import { useShownColumns } from './use-shown-columns.ts'
import styles from './view.module.css'

const HelpDialog = lazyDialog(
  'Keys',
  () => import('./help-dialog.tsx'),
  (module) => module.HelpDialog,
)
const BulkDialog = lazyDialog(
  'Change many rows',
  () => import('../bulk/bulk-dialog.tsx'),
  (module) => module.BulkDialog,
  { alone: false },
)

const EntityHead = lazyPart(
  lazyModule(
    () => import('./entity/entity-head.tsx'),
    (module) => module.EntityHead,
  ),
)

type Props = {
  readonly review: KnownReview
  readonly certification: Certification
  readonly query: ListQueryState
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** The screen of one review, drawn. */
export function ReviewView({ review, certification, query, zone, ExportDialog }: Props) {
  const [help, setHelp] = useState(false)
  const onHelp = () => setHelp(true)
  const { shared, list, ...own } = useReviewWork({
    review,
    certification,
    query,
    zone,
    onHelp,
  })
  const shown = useShownColumns({ ...review, certification, zone, openRow: list.openRow })
  return (
    <ReviewProvider value={shared}>
      <ReviewListProvider value={list}>
        <div className={styles.view}>
          <ReviewHeader />
          {query.entity && (
            <Suspense>
              <EntityHead entity={query.entity} />
            </Suspense>
          )}
          <FilterStrip shown={shown} onHelp={onHelp} ExportDialog={ExportDialog} />
          <StatusLine />
          <div className={styles.beside}>
            <ListPart shown={shown} />
            <RowDialogs />
          </div>
          <Announcer
            certification_id={shared.certification_id}
            pending={shared.pending}
            noticeText={list.work.noticeText}
          />
          {own.bulkAsking && <BulkDialog asking={own.bulkAsking} onClose={own.endBulk} />}
          {help && (
            <HelpDialog choice={own.keyboard} onChange={own.onKeyboard} onClose={() => setHelp(false)} />
          )}
        </div>
      </ReviewListProvider>
    </ReviewProvider>
  )
}
