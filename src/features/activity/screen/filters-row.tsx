import { useState } from 'react'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { Failure } from '#contract/errors.ts'
import { FilterBar } from '#table/filters/filter-bar.tsx'
import { Button } from '#ui/button.tsx'
import { OwnFilters } from '../messages/own-filters.tsx'
import { actionEventTable } from '../query/definition.ts'
import { valueCounts } from '../summary/value-counts.tsx'
import { QueryPart } from './query-part.tsx'
import { countPickedAnew } from './set-range.ts'
import { rangeField } from './time-range.tsx'
import type { ListQueryState } from './use-list-query.ts'
import styles from './view.module.css'

type Props = {
  readonly query: ListQueryState
  /** Why the server did not answer the present question, if it did not. */
  readonly failure: Failure | undefined
  readonly rows: readonly ActionEvent[]
  readonly zone: string
  /** Is told why what is listed is not what stands in the query box; undefined while it is. */
  readonly onUnapplied: (why: string | undefined) => void
}

/** The fields that have a button at once. */
const first = ['state', 'workflow_name', 'identity_name']
const staysOpen = 'The query stays in view as long as the filter is set in it.'

/** The filter, by columns, and one press away as text. */
export function FiltersRow({ query, failure, rows, zone, onUnapplied }: Props) {
  const { search, own, change } = query
  const [opened, setOpened] = useState<'no' | 'needed' | 'pressed'>('no')
  const seen = namesIn(rows)
  const problem = placeOf(failure)
  const mustShow = search.query !== undefined || (search.problem ?? problem) !== undefined
  // What once had to be seen stays until it is closed: whoever corrects it goes on writing.
  if (mustShow && opened === 'no') setOpened('needed')
  const isOpen = mustShow || opened !== 'no'
  return (
    <>
      <div className={styles.filters}>
        <FilterBar
          specs={actionEventTable.specs}
          first={first}
          elsewhere={[rangeField]}
          search={search}
          onChange={(clauses) => {
            countPickedAnew(clauses[rangeField])
            change({ clauses })
          }}
          onClear={query.clear}
          others={[own.cause, own.message].filter(Boolean).length}
          now={Date.now}
          timeZone={zone}
          loadedChoices={seen}
          counts={valueCounts(query, zone)}
        >
          <OwnFilters query={query} onChange={change} />
          <Button
            look="quiet"
            aria-expanded={isOpen}
            refusal={mustShow ? staysOpen : undefined}
            onClick={() => setOpened(isOpen ? 'no' : 'pressed')}
          >
            Query
          </Button>
        </FilterBar>
      </div>
      {isOpen && (
        <div className={styles.query}>
          <QueryPart
            query={query}
            problem={problem}
            suggestions={seen}
            onUnapplied={onUnapplied}
            focused={opened === 'pressed'}
          />
        </div>
      )}
    </>
  )
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
