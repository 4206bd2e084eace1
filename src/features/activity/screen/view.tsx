import { type ComponentType, Suspense, useState } from 'react'
import type { ActionEvent, ActionEventRef } from '#contract/activity/action-event.ts'
import type { Count } from '#contract/envelopes.ts'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import type { Reading } from '#queries/reading.ts'
import type { ActionEvents } from '#queries/activity/use-action-events.ts'
import { eventKey } from '#queries/activity/use-action-events.ts'
import type { Sortable } from '#queries/activity/use-sortable-count.ts'
import type { ValueFilter } from '#table/address/narrow-search.ts'
import { LoadedTable } from '#table/grid/loaded-table.tsx'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { storedColumns, storeColumns } from '../table/column-choice.ts'
import { actionEventColumns } from '../table/columns.ts'
import { FreshnessLine } from './freshness-line.tsx'
import { ListFooter } from './list-footer.tsx'
import { NoRows } from './no-rows.tsx'
import { sortingOf } from './sorting.ts'
import { StatusLine } from './status-line.tsx'
import { ToolbarPlace } from './toolbar-place.tsx'
import type { ListQueryState } from './use-list-query.ts'
import styles from './view.module.css'

/** Fetched beside the rows, not before them: nobody filters what is not there yet. */
const Toolbar = lazyPart(
  lazyModule(
    () => import('./toolbar.tsx'),
    (module) => module.Toolbar,
    { alone: true },
  ),
)

/** The rows stand without it; where it does not come, the drawer filters by the same values. */
const EventFilters = lazyPart(
  lazyModule(
    () => import('../table/event-filters.tsx'),
    (module) => module.EventFilters,
  ),
  () => null,
)

/** Fetched once the rows stand: only what was stored since then is new. */
const NewEvents = lazyPart(
  lazyModule(
    () => import('../news/new-events.tsx'),
    (module) => module.NewEvents,
    { alone: true },
  ),
  // The list is as old as it says, and can be refreshed.
  () => null,
)

export type ViewProps = {
  readonly query: ListQueryState
  readonly events: ActionEvents
  readonly count: Reading<Count>
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
  readonly onOpen: (event: ActionEvent) => void
  readonly openEvent: ActionEventRef | undefined
  readonly onTask: (task: string) => void
  readonly onOpenTask: (task: string) => void
  readonly onFilter: (filter: ValueFilter) => void
}

/** The Workflow Actions tab, drawn. */
export function WorkflowActionsView(props: ViewProps) {
  const { query, events, count, zone, onOpen, openEvent, onTask } = props
  const { search, own, list, change } = query
  const [visibility, setVisibility] = useState(storedColumns)
  const columns = actionEventColumns({ zone, onTask, onOpenTask: props.onOpenTask })
  const { state } = events
  const loaded = state.kind === 'rows' ? state : undefined
  const [sortable, setSortable] = useState<Sortable>()
  const filtered = search.text !== undefined || own.cause !== undefined || own.message !== undefined
  return (
    <div className={styles.view}>
      <div className={styles.above}>
        <Suspense fallback={<ToolbarPlace />}>
          <Toolbar
            query={query}
            failure={state.kind === 'failed' ? state.failure : undefined}
            rows={loaded?.rows ?? []}
            standing={loaded !== undefined && !loaded.stale && !events.reading}
            zone={zone}
            ExportDialog={props.ExportDialog}
            columns={columns}
            visibility={visibility}
            onVisibility={(next) => {
              storeColumns(next)
              setVisibility(next)
            }}
            refresh={events.reading || !list ? undefined : events.refresh}
            refreshOthers={events.refreshOthers}
          />
        </Suspense>
        <StatusLine loaded={loaded} count={count} filtered={filtered} zone={zone}>
          {list && <FreshnessLine zone={zone} />}
          <span className={styles.news}>
            {list && loaded && !loaded.stale && (
              <Suspense>
                <NewEvents
                  list={list}
                  asOf={loaded.asOf}
                  capped={count.value?.capped === true}
                  refresh={events.refresh}
                  onSortable={setSortable}
                />
              </Suspense>
            )}
          </span>
        </StatusLine>
      </div>
      <LoadedTable
        label="Workflow actions"
        columns={columns}
        columnVisibility={visibility}
        rows={loaded?.rows ?? []}
        rowId={eventKey}
        listKey={events.listKey}
        order={search.order}
        onOrder={(order) => change({ order })}
        {...sortingOf(search.order, { list, count, sortable })}
        hasMore={loaded !== undefined && loaded.more !== 'none'}
        isPaused={loaded?.more !== 'there' || loaded.notMore !== undefined}
        loadMore={events.loadMore}
        onOpenRow={onOpen}
        openRowId={
          openEvent && eventKey({ policy_task: openEvent.workflow_task, action_name: openEvent.action_name })
        }
        busy={loaded?.stale === true}
        moreKeys="f filters by a value of the row."
        renderOverlay={(grid) => (
          <Suspense>
            <EventFilters grid={grid} rows={loaded?.rows ?? []} onFilter={props.onFilter} />
          </Suspense>
        )}
        emptySlot={<NoRows state={state} query={query} filtered={filtered} onRetry={events.refresh} />}
        footerSlot={loaded && <ListFooter list={loaded} onRetry={events.loadMore} />}
      />
    </div>
  )
}
