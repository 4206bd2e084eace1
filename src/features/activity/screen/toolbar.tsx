import { type ComponentType, useState } from 'react'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { Failure } from '#contract/errors.ts'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import { ColumnPicker } from '#table/filters/column-picker.tsx'
import { FilterBar } from '#table/filters/filter-bar.tsx'
import { QueryBox } from '#table/query-box/query-box.tsx'
import type { Column, ColumnVisibility } from '#table/grid/column.ts'
import { Button } from '#ui/button.tsx'
import { Tooltips } from '#ui/tooltip.tsx'
import { hiddenAtFirst } from '../table/column-choice.ts'
import { actionEventTable } from '../query/definition.ts'
import { ExportButton } from './export-button.tsx'
import { Legend } from './legend.tsx'
// What the controls write addresses with comes with them: they work while the server is away.
import '../query/read-list-query.ts'
import type { ListQueryState } from './use-list-query.ts'
import styles from './view.module.css'

type Props = {
  readonly query: ListQueryState
  /** Why the server did not answer the present question, if it did not. */
  readonly failure: Failure | undefined
  readonly rows: readonly ActionEvent[]
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
  readonly columns: readonly Column<ActionEvent>[]
  readonly visibility: ColumnVisibility
  readonly onVisibility: (visibility: ColumnVisibility) => void
  /** Reads the list again; undefined while it is being read. */
  readonly refresh: (() => void) | undefined
}

/** Everything above the rows: what they are asked for and how they are shown, to be seen and changed. */
export function Toolbar(props: Props) {
  const [unapplied, setUnapplied] = useState<string>()
  return (
    <>
      <div className={styles.top}>
        <h1>Workflow Actions</h1>
        <Legend />
        <ColumnPicker
          columns={props.columns}
          visibility={props.visibility}
          usual={hiddenAtFirst}
          onChange={props.onVisibility}
        />
        <ExportButton
          query={props.query}
          unapplied={unapplied}
          zone={props.zone}
          ExportDialog={props.ExportDialog}
        />
        <Button
          icon="refresh"
          refusal={props.refresh ? undefined : waiting(props.query)}
          onClick={props.refresh}
        >
          Refresh
        </Button>
      </div>
      <Filters {...props} onUnapplied={setUnapplied} />
      <Tooltips />
    </>
  )
}

type FiltersProps = Pick<Props, 'query' | 'failure' | 'rows' | 'zone'> & {
  readonly onUnapplied: (why: string | undefined) => void
}

/** The filter, by columns and as text. */
function Filters({ query, failure, rows, zone, onUnapplied }: FiltersProps) {
  const { search, change } = query
  const { fields, specs } = actionEventTable
  const seen = namesIn(rows)
  return (
    <div className={styles.filters}>
      <FilterBar
        specs={specs}
        search={search}
        onChange={(clauses) => change({ clauses })}
        now={Date.now}
        timeZone={zone}
        loadedChoices={seen}
      />
      <QueryBox
        text={search.text ?? ''}
        problem={search.problem ?? placeOf(failure)}
        onSubmit={(query) => change({ query })}
        fields={fields}
        suggestions={seen}
        onUnapplied={onUnapplied}
      />
    </div>
  )
}

/** Why the list cannot be read again now. */
function waiting({ list }: ListQueryState): string {
  return list ? 'The list is being read.' : 'Nothing is listed: part of this link could not be read.'
}

/** Where in the filter the server found something wrong, and what. */
function placeOf(failure: Failure | undefined) {
  return failure?.span && { ...failure.span, message: failure.message }
}

/** The states, types and workflows that are among the rows, of which this page may not know. */
function namesIn(rows: readonly ActionEvent[]) {
  return {
    state: [...new Set(rows.map((event) => event.state))],
    action_type: [...new Set(rows.map((event) => event.action_type))],
    workflow_name: [...new Set(rows.map((event) => event.workflow_name))].filter(Boolean),
  }
}
