import type { ReactNode } from 'react'
import { type CountedField, type Covered, countedFields } from '#contract/activity/event-summary.ts'
import { useEventSummary, useEventValues } from '#queries/activity/use-event-summary.ts'
import type { CountsReading, ValueCounts } from '#table/filters/value-counts.ts'
import type { ListQuery } from '../query/list-query.ts'
import { listWords } from '../query/list-words.ts'
import { coversText } from './summary-words.ts'

/** Fields whose values come with the bars. */
const summarized = ['state', 'action_type'] as const
type SummarizedField = (typeof summarized)[number]

type Children = (counts: CountsReading) => ReactNode
type CountsProps = { readonly query: ListQuery; readonly zone: string; readonly children: Children }

/** What counts the values of fields for the filter controls of a list, each without the list's own filter on its field. */
export function valueCounts(query: ListQuery, zone: string): ValueCounts {
  const countedField = (name: string) => countedFields.find((field) => field === name)
  const summarizedField = (name: string) => summarized.find((field) => field === name)
  return {
    has: (name) => query.list !== undefined && Boolean(countedField(name) ?? summarizedField(name)),
    read: (name, holds, children) => {
      const props = { query, zone, children }
      const [counted, known] = [countedField(name), summarizedField(name)]
      if (counted) return <TextCounts {...props} field={counted} holds={holds} />
      return known && <ChoiceCounts {...props} field={known} />
    },
  }
}

function ChoiceCounts({ query, zone, children, field }: CountsProps & { readonly field: SummarizedField }) {
  const { value, failure, retry } = useEventSummary(query.list)
  const values = value?.[field].map((counted) => ({ ...counted, label: counted.value }))
  return children({
    value: value && values && { values, others: 0, covers: countedText(query, field, { ...value, zone }) },
    failure: failure?.message,
    retry,
  })
}

type TextCountsProps = CountsProps & { readonly field: CountedField; readonly holds: string }

function TextCounts({ query, zone, children, field, holds }: TextCountsProps) {
  const { value, failure, retry } = useEventValues(query.list, { field, holds })
  return children({
    value: value && { ...value, covers: countedText(query, field, { ...value, zone }) },
    failure: failure?.message,
    retry,
  })
}

type Counted = { readonly covers: Covered; readonly read_at: number; readonly zone: string }

/** Which events are counted, in a sentence. */
export function countedText(
  { search, own }: Pick<ListQuery, 'search' | 'own'>,
  field: string,
  { covers, read_at, zone }: Counted,
): string {
  const { [field]: clause, ...others } = search.clauses
  const conditions = [
    ...listWords({ clauses: others }, zone),
    ...(own.cause === undefined ? [] : ['the cause above']),
    ...(own.message === undefined ? [] : [`Message contains "${own.message}"`]),
  ]
  const query = search.query === undefined ? '' : ' that match the query, but for what it says of this alone'
  const where = conditions.length > 0 ? ` with ${conditions.join(', ')}` : ''
  const all = query || where ? '' : 'all '
  const without = clause ? ', whatever is chosen here' : ''
  const newest = coversText(covers, zone, read_at)
  return `${newest && `${newest}. `}Counts of ${all}events${query}${where}${without}.`
}
