import { type ComponentType, Suspense, useState } from 'react'
import { Link, useLocation } from 'react-router'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { Failure } from '#contract/errors.ts'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import { ColumnPicker } from '#table/filters/column-picker.tsx'
import type { Column, ColumnVisibility } from '#table/grid/column.ts'
import { Button } from '#ui/button.tsx'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import { Tooltips } from '#ui/tooltip.tsx'
import { workflowActionsPath } from '../address.ts'
import { SummaryPlace } from '../summary/summary-place.tsx'
import { hiddenAtFirst } from '../table/column-choice.ts'
import { boardAddress } from '../failures/address.ts'
import { CausesPlace } from './causes-place.tsx'
import { CopyLink } from '../query/copy-link.tsx'
import { refreshRange, setRange } from './set-range.ts'
import { LiveInstants, liveWords, TimeRange } from './time-range.tsx'
import { FiltersRow } from './filters-row.tsx'
import { ExportButton } from './export-button.tsx'
import { Legend } from './legend.tsx'
// What the controls write addresses with comes with them: they work while the server is away.
import { pinned } from '../query/read-list-query.ts'
import type { ListQueryState } from './use-list-query.ts'
import styles from './view.module.css'

/** What is counted of all that match comes behind the rows too. */
const SummaryBand = lazyPart(
  lazyModule(
    () => import('../summary/summary-band.tsx'),
    (module) => module.SummaryBand,
  ),
  (panel) => <SummaryPlace>{panel}</SummaryPlace>,
)

type Props = {
  readonly query: ListQueryState
  /** Why the server did not answer the present question, if it did not. */
  readonly failure: Failure | undefined
  readonly rows: readonly ActionEvent[]
  /** These rows are those of what is asked for now. */
  readonly standing: boolean
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
  readonly columns: readonly Column<ActionEvent>[]
  readonly visibility: ColumnVisibility
  readonly onVisibility: (visibility: ColumnVisibility) => void
  /** Reads the list again; undefined while it is being read. */
  readonly refresh: (() => void) | undefined
  /** Reads again what stands beside the list: counts, and how fresh the log is. */
  readonly refreshOthers: () => void
}

/** Everything above the rows: what they are asked for and how they are shown, to be seen and changed. */
export function Toolbar(props: Props) {
  const { query, zone } = props
  const [unapplied, setUnapplied] = useState<string>()
  const isNarrow = useMediaQuery(narrow)
  const { search } = useLocation()
  return (
    <>
      <div className={styles.top}>
        <h1>Workflow Actions</h1>
        {!isNarrow && <TimeRange query={query} zone={zone} onChange={(clause) => setRange(query, clause)} />}
        <div className={styles.tools}>
          <Link to={boardAddress(search)}>Failures</Link>
          <Legend />
          <ColumnPicker
            columns={props.columns}
            visibility={props.visibility}
            usual={hiddenAtFirst}
            onChange={props.onVisibility}
          />
          <CopyLink
            path={workflowActionsPath}
            pinnedQuery={() => pinned(search)}
            isLive={query.live !== undefined}
          />
          <ExportButton query={query} unapplied={unapplied} zone={zone} ExportDialog={props.ExportDialog} />
          <Button
            icon="refresh"
            refusal={props.refresh ? undefined : waiting(query)}
            onClick={refreshRange(query, props.refresh, props.refreshOthers)}
          >
            Refresh
          </Button>
        </div>
        {isNarrow && query.live && (
          <p className={styles.instants}>
            {liveWords(query.live.range)}, <LiveInstants query={query} zone={zone} />
          </p>
        )}
      </div>
      <CausesPlace query={query} hasRows={props.standing} />
      <Suspense fallback={<SummaryPlace />}>
        <SummaryBand
          query={query}
          standing={props.standing}
          isRefused={props.failure !== undefined}
          zone={zone}
        />
      </Suspense>
      <FiltersRow {...props} onUnapplied={setUnapplied} />
      <Tooltips />
    </>
  )
}

/** Why the list cannot be read again now. */
function waiting({ list }: ListQueryState): string {
  return list ? 'The list is being read.' : 'Nothing is listed: part of this link could not be read.'
}
