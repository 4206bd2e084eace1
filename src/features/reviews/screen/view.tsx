import { Suspense, useState } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyDialog, lazyPart } from '#ui/lazy-part.tsx'
import type { ListQueryState } from '../filters/use-list-query.ts'
import { ReviewListProvider, ReviewProvider } from '../state/review-context.ts'
import { Announcer } from '../parts/announcer.tsx'
import { ReviewHeader } from './header.tsx'
import { ListPart } from './list-part.tsx'
import { RowDialogs } from './row-dialogs.tsx'
import { StatusLine } from './status-line.tsx'
import { Tabs } from './tabs.tsx'
import { ToolbarPlace } from './toolbar-place.tsx'
import type { KnownReview } from '../state/use-review-state.ts'
import { useReviewWork } from '../state/use-review-work.ts'
import { useShownColumns } from './use-shown-columns.ts'
import styles from './view.module.css'

/** Fetched beside the rows, not before them: nobody filters what is not there yet. */
const Toolbar = lazyPart(
  lazyModule(
    () => import('./toolbar.tsx'),
    (module) => module.Toolbar,
    { alone: true },
  ),
)
const HelpDialog = lazyDialog(
  'Keys',
  () => import('./help-dialog.tsx'),
  (module) => module.HelpDialog,
)
const SignOffDialog = lazyDialog(
  'Sign off decided rows',
  () => import('../decide/sign-off-dialog.tsx'),
  (module) => module.SignOffDialog,
)

type Props = {
  readonly review: KnownReview
  readonly certification: Certification
  readonly query: ListQueryState
  readonly zone: string
}

/** The screen of one review, drawn. */
export function ReviewView({ review, certification, query, zone }: Props) {
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
          <div
            className={query.list?.filter === undefined ? styles.strip : `${styles.strip} ${styles.narrowed}`}
          >
            <Tabs />
            <Suspense fallback={<ToolbarPlace />}>
              <Toolbar shown={shown} onHelp={onHelp} />
            </Suspense>
          </div>
          <StatusLine />
          <div className={styles.beside}>
            <ListPart shown={shown} />
            <RowDialogs />
          </div>
          <Announcer pending={shared.pending} said={list.work.said} />
          {own.signing && <SignOffDialog onClose={own.endSigning} />}
          {help && (
            <HelpDialog choice={own.keyboard} onChange={own.onKeyboard} onClose={() => setHelp(false)} />
          )}
        </div>
      </ReviewListProvider>
    </ReviewProvider>
  )
}
