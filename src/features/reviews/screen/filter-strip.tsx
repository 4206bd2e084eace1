import { type ComponentType, Suspense } from 'react'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { useReviewList } from '../state/review-provider.ts'
import styles from './strip.module.css'
import { Tabs } from './tabs.tsx'
import type { ShownColumns } from './use-shown-columns.ts'

/** Fetched beside the rows, not before them: nobody filters what is not there yet. */
const Toolbar = lazyPart(
  lazyModule(
    () => import('./toolbar.tsx'),
    (module) => module.Toolbar,
    { alone: true },
  ),
)

type Props = {
  readonly shown: ShownColumns
  readonly onHelp: () => void
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** What narrows the rows: the usual questions, and all controls. */
export function FilterStrip({ shown, onHelp, ExportDialog }: Props) {
  const { query } = useReviewList()
  const isNarrowed = query.list?.filter !== undefined
  return (
    <div className={isNarrowed ? `${styles.strip} ${styles.narrowed}` : styles.strip}>
      <Tabs />
      {/* As high as the toolbar usually is, so that the rows do not move. */}
      <Suspense fallback={<div className={styles.tools} />}>
        <Toolbar shown={shown} onHelp={onHelp} ExportDialog={ExportDialog} />
      </Suspense>
    </div>
  )
}
