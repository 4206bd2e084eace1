import { useState } from 'react'
import type { ActionEvent, ActionEventRef } from '#contract/action-event.ts'
import type { Count } from '#contract/envelopes.ts'
import type { Reading } from '#queries/use-action-event.ts'
import type { ActionEvents } from '#queries/use-action-events.ts'
import { eventKey } from '#queries/use-action-events.ts'
import { ColumnPicker } from '#table/column-picker.tsx'
import { DataTable } from '#table/data-table.tsx'
import type { FilterProblem } from '#table/filter-text.ts'
import type { TableSearch } from '#table/search.ts'
import { IconButton } from '#ui/button.tsx'
import { storedColumns, storeColumns } from './column-choice.ts'
import { actionEventColumns, hiddenAtFirst } from './columns.ts'
import { actionEventTable } from './definition.ts'
import { DemoBanner } from './freshness.tsx'
import { IgnoredNotice } from './ignored-notice.tsx'
import { Legend } from './legend.tsx'
import { ListFooter } from './list-footer.tsx'
import { NoRows } from './no-rows.tsx'
import { StatusLine } from './status-line.tsx'
import type { SearchChange } from './use-table-search.ts'
import styles from './view.module.css'

export type ViewProps = {
  readonly search: TableSearch
  readonly change: (next: SearchChange) => void
  readonly clear: () => void
  readonly forget: () => void
  /** What is wrong with the filter in the address. */
  readonly problem: FilterProblem | undefined
  readonly events: ActionEvents
  readonly listKey: string
  readonly count: Reading<Count>
  readonly zone: string
  readonly onOpen: (event: ActionEvent) => void
  readonly openEvent: ActionEventRef | undefined
  readonly onTask: (task: string) => void
}

/** The Workflow Actions tab, drawn. */
export function WorkflowActionsView(props: ViewProps) {
  const { search, change, clear, forget, problem, events, listKey, count, zone, onOpen, openEvent, onTask } = props
  const [visibility, setVisibility] = useState(() => storedColumns(hiddenAtFirst))
  const columns = actionEventColumns({ zone, onTask })
  const { state } = events
  const loaded = state.kind === 'rows' ? state : undefined
  const filtered = search.query !== undefined || Object.keys(search.clauses).length > 0
  return (
    <div className={styles.view}>
      <DemoBanner />
      <div className={styles.top}>
        <h1>Workflow Actions</h1>
        <Legend />
        <ColumnPicker
          columns={columns}
          visibility={visibility}
          usual={hiddenAtFirst}
          onChange={(next) => {
            storeColumns(next)
            setVisibility(next)
          }}
        />
        <IconButton icon="refresh" label="Read again" look="plain" disabled={events.reading} onClick={events.refresh} />
      </div>
      <IgnoredNotice ignored={search.ignored} onForget={forget} />
      <StatusLine loaded={loaded} count={count} filtered={filtered} zone={zone} />
      <DataTable
        label="Workflow actions"
        columns={columns}
        columnVisibility={visibility}
        rows={problem ? [] : (loaded?.rows ?? [])}
        rowId={eventKey}
        listKey={listKey}
        order={search.order}
        onOrder={(order) => change({ order })}
        orders={actionEventTable.orders}
        hasMore={loaded !== undefined && !loaded.problem && (loaded.more === 'there' || loaded.more === 'loading')}
        loadingMore={loaded?.more === 'loading'}
        loadMore={events.loadMore}
        onOpenRow={onOpen}
        openRowId={openEvent && eventKey({ policy_task: openEvent.workflow_task, action_name: openEvent.action_name })}
        busy={loaded?.stale === true}
        emptySlot={<NoRows state={state} problem={problem} filtered={filtered} onClear={clear} onRetry={events.refresh} />}
        footerSlot={loaded && <ListFooter list={loaded} onRetry={events.loadMore} />}
      />
    </div>
  )
}
