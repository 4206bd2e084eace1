import { FilterBar } from '#table/filters/filter-bar.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { actionEventTable } from '../query/definition.ts'
import { instantsText } from '../query/instants-text.ts'
import styles from './failures.module.css'
import type { FailuresAddressState } from './use-failures-address.ts'

type Props = { readonly address: FailuresAddressState; readonly zone: string }

/** The fields by which failures are filtered here; the others, where a link filters by them. */
const usual: readonly string[] = [
  'started_at',
  'workflow_name',
  'policy_id',
  'action_name',
  'action_type',
  'identity_name',
]

/** Which failed events are looked at, to be seen and changed. */
export function FailuresFilter({ address, zone }: Props) {
  const { search, live, changeClauses } = address
  const specs = actionEventTable.specs.filter(
    ({ field }) => usual.includes(field) || search.clauses[field] !== undefined,
  )
  return (
    <div className={styles.line}>
      <FilterBar
        specs={specs.toSorted((a, b) => rank(a.field) - rank(b.field))}
        search={search}
        onChange={changeClauses}
        now={Date.now}
        timeZone={zone}
      />
      {live && <Muted isSmall>{instantsText(live, zone)}</Muted>}
      {search.query !== undefined && (
        <code className={styles.query}>
          <Foreign text={search.query} />
        </code>
      )}
    </div>
  )
}

/** The usual ones first, in their order. */
function rank(field: string): number {
  const place = usual.indexOf(field)
  return place < 0 ? usual.length : place
}
