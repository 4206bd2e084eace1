import { type ComponentType, type Dispatch, type SetStateAction, useMemo, useState } from 'react'
import { mutableResultFields, nodeNames } from '#contract/reviews/result-fields.ts'
import { lastTimeFields } from '#contract/reviews/last-time.ts'
import { useLocation } from 'react-router'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import type { Clauses } from '#table/clauses/clause.ts'
import { ColumnPicker } from '#table/filters/column-picker.tsx'
import { FilterBar, setInQuery } from '#table/filters/filter-bar.tsx'
import { SortSelect } from '#table/grid/sort-select.tsx'
import { QueryBox } from '#table/query-box/query-box.tsx'
import { Button } from '#ui/button.tsx'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import { Tooltips } from '#ui/tooltip.tsx'
import { AttributeFilter } from '../filters/attribute-filter.tsx'
import { reviewTables } from '../filters/definition.ts'
import { chooseId, ordersOf } from '../table/columns.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { type Part, usualOrder } from '../filters/list-query.ts'
// What the controls write addresses with comes with them: they work while the server is away.
import '../filters/read-list-query.ts'
import { ExportButton } from './export-button.tsx'
import { GroupSelect } from './group-select.tsx'
import type { ShownColumns } from './use-shown-columns.ts'
import styles from './strip.module.css'

type Props = {
  readonly shown: ShownColumns
  readonly onHelp: () => void
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** The fields of the first text that have a control at once; the others come by their attribute. */
const atOnce = ['source.name', 'source.type', 'destination.name', 'destination.type', 'abstract_permissions']

const staysOpen = 'The query stays in view as long as the filter is set in it.'

/** What narrows the rows, which columns show, and how keys work. */
export function Toolbar({ shown, onHelp, ExportDialog }: Props) {
  const { context, query } = useReviewList()
  const attributes = context?.attributes
  const { columns, visibility, usual, choose } = shown
  const { filter } = query.searches
  const searches = Object.values(query.searches)
  const inQuery = searches.some((search) => search.query !== undefined)
  const isNarrow = useMediaQuery(narrow)
  const [opened, setOpened] = useState(false)
  const queries = opened || inQuery || searches.some(({ problem }) => problem !== undefined)
  const [unapplied, setUnapplied] = useState<Unapplied>(noneUnapplied)
  const names = nodeNames.flatMap((node) => (attributes?.[node] ?? []).map((name) => `${node}.${name}`))
  return (
    <>
      <Tooltips />
      <div className={styles.tools}>
        <Filters names={names} />
        <Button
          aria-expanded={queries}
          refusal={inQuery ? staysOpen : undefined}
          onClick={() => setOpened(!opened)}
        >
          Query
        </Button>
        <GroupSelect names={names} />
        <ColumnPicker
          columns={columns.filter(({ id }) => id !== chooseId)}
          visibility={visibility}
          usual={usual}
          onChange={choose}
        />
        <ExportButton
          unapplied={unapplied.filter ?? unapplied.mutable_filter ?? unapplied.last_time_filter}
          ExportDialog={ExportDialog}
        />
        <Button onClick={onHelp}>Keys</Button>
        {isNarrow && (
          <SortSelect
            columns={columns}
            orders={ordersOf(columns)}
            order={filter.order}
            onOrder={(order) => query.change({ order })}
            usual={{ order: usualOrder, header: 'As gathered' }}
          />
        )}
      </div>
      {queries && <Queries names={names} onUnapplied={setUnapplied} />}
    </>
  )
}

type NamesProps = { readonly names: readonly string[] }

function Filters({ names }: NamesProps) {
  const { zone } = useReview()
  const { query, context } = useReviewList()
  const asksAboutLastTime = context?.last_time === 'COMPARED' || query.list?.last_time_filter !== undefined
  const params = new URLSearchParams(useLocation().search)
  const tables = reviewTables(params)
  const { searches, change } = query
  const set = searches.filter.clauses
  const bar = (part: Part) => ({
    search: searches[part],
    onChange: (clauses: Clauses) => change({ clauses: { [part]: clauses } }),
    now: Date.now,
    timeZone: zone,
  })
  const fields = [...new Set([...atOnce, ...Object.keys(set)])]
  const shown = fields.flatMap((field) => tables.filter.specs.find((spec) => spec.field === field) ?? [])
  return (
    <div className={styles.bars}>
      <FilterBar label="Access filters" specs={shown} {...bar('filter')} />
      <AttributeFilter
        names={names.filter((name) => !shown.some(({ field }) => field === name))}
        refusal={searches.filter.query === undefined ? undefined : setInQuery}
        timeZone={zone}
        onApply={(field, clause) => change({ clauses: { filter: { ...set, [field]: clause } } })}
      />
      <FilterBar label="Review filters" specs={tables.mutable_filter.specs} {...bar('mutable_filter')} />
      {asksAboutLastTime && (
        <FilterBar
          label="Filters of last time"
          specs={tables.last_time_filter.specs}
          {...bar('last_time_filter')}
        />
      )}
    </div>
  )
}

/** Why what is listed is not what stands in the box of a part, for each. */
type Unapplied = Readonly<Record<Part, string | undefined>>
const noneUnapplied: Unapplied = {
  filter: undefined,
  mutable_filter: undefined,
  last_time_filter: undefined,
}

type QueriesProps = NamesProps & { readonly onUnapplied: Dispatch<SetStateAction<Unapplied>> }

function Queries({ names, onUnapplied }: QueriesProps) {
  const onUnappliedIn = useMemo(() => {
    const of = (part: Part) => (why: string | undefined) => onUnapplied((all) => ({ ...all, [part]: why }))
    return {
      filter: of('filter'),
      mutable_filter: of('mutable_filter'),
      last_time_filter: of('last_time_filter'),
    }
  }, [onUnapplied])
  const { query } = useReviewList()
  const tables = reviewTables(new URLSearchParams(useLocation().search), names)
  const { searches, change } = query
  return (
    <div className={styles.queries}>
      <QueryBox
        label="Access"
        text={searches.filter.text ?? ''}
        problem={searches.filter.problem}
        onSubmit={(filter) => change({ query: { filter } })}
        fields={tables.filter.fields}
        onUnapplied={onUnappliedIn.filter}
      />
      <QueryBox
        label="Review"
        text={searches.mutable_filter.text ?? ''}
        problem={searches.mutable_filter.problem}
        onSubmit={(mutable_filter) => change({ query: { mutable_filter } })}
        fields={mutableResultFields}
        onUnapplied={onUnappliedIn.mutable_filter}
      />
      {(searches.last_time_filter.query !== undefined || searches.last_time_filter.problem) && (
        <QueryBox
          label="Last time"
          text={searches.last_time_filter.text ?? ''}
          problem={searches.last_time_filter.problem}
          onSubmit={(last_time_filter) => change({ query: { last_time_filter } })}
          fields={lastTimeFields}
          onUnapplied={onUnappliedIn.last_time_filter}
        />
      )}
    </div>
  )
}
