import type { Clause, TimeClause } from '#table/clauses/clause.ts'
import { clauseInShort } from '#table/clauses/clause-words.ts'
import { FilterChip } from '#table/filters/filter-chip.tsx'
import { fieldsIn } from '#table/clauses/filter-text.ts'
import { setInQuery } from '#table/filters/filter-bar.tsx'
import { actionEventTable } from '../query/definition.ts'
import type { ListQuery } from '../query/list-query.ts'
import { liveSpans } from '../query/own-params.ts'
import { instantsText } from '../query/instants-text.ts'
import styles from './view.module.css'

/** The field that the range of time is about. */
export const rangeField = 'started_at'
const spec = actionEventTable.specs.find(({ field }) => field === rangeField)

type Props = {
  readonly query: ListQuery
  readonly zone: string
  readonly onChange: (clause: TimeClause | undefined) => void
}

/** The range of time beside the title: a button that says it and opens its control. A live one has its instants beside it. */
export function TimeRange({ query, zone, onChange }: Props) {
  const clause = rangeClause(query)
  if (!spec) return null
  return (
    <>
      <FilterChip
        spec={spec}
        clause={clause}
        words={rangeWords(clause, zone)}
        refusal={isInQuery(query) ? setInQuery : undefined}
        setting={{ now: Date.now, timeZone: zone, seen: {} }}
        onChange={(_, next) => onChange(next?.kind === 'time' ? next : undefined)}
      />
      <LiveInstants query={query} zone={zone} />
    </>
  )
}

/** From when to when a live range is at present. */
export function LiveInstants({ query: { live }, zone }: Pick<Props, 'query' | 'zone'>) {
  return live ? <span className={styles.instants}>{instantsText(live, zone)}</span> : null
}

/** What the words of a live range are. */
export function liveWords(range: string): string {
  return `${liveSpans.find(({ name }) => name === range)?.label ?? range} · live`
}

/** The range as a clause, where the filter is a text too. */
function rangeClause({ search, live }: ListQuery): TimeClause | undefined {
  if (live) return { kind: 'time', live: live.range, from: { op: 'ge', at: live.from } }
  const clause: Clause | undefined = search.clauses[rangeField]
  return clause?.kind === 'time' ? clause : undefined
}

function rangeWords(clause: TimeClause | undefined, zone: string): string {
  if (!clause || !spec) return 'Any time'
  if (clause.live !== undefined) return liveWords(clause.live)
  return clauseInShort(spec, clause, zone)
    .map(({ operator, value }) => `${operator} ${value}`)
    .join(' ')
}

/** Whether the text of the query holds times of its own. */
function isInQuery({ search: { query } }: ListQuery): boolean {
  return query !== undefined && fieldsIn(query, actionEventTable.fields).includes(rangeField)
}
