import { setInQuery } from '#table/filters/filter-bar.tsx'
import { isolated } from '#std/isolate.ts'
import { Button } from '#ui/button.tsx'
import { Fact } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import type { FailuresAddressState } from './use-failures-address.ts'

type Value = { readonly value: string; readonly label: string; readonly count: number }

type Props = {
  readonly name: string
  /** The field of the documented filter that has these values. */
  readonly field: 'workflow_name' | 'action_name' | 'policy_id'
  readonly values: readonly Value[]
  /** How many values there are in all. */
  readonly of: number
  /** What stands for an empty one. */
  readonly none: string
  readonly address: FailuresAddressState
}

/** So many values are offered, those of most events. */
const offered = 12

/** The values of a field with how many events have each; a press narrows the cause to one, another takes that back. */
export function CountFilter({ name, field, values, of, none, address }: Props) {
  const { search, changeClauses } = address
  const shown = values.slice(0, offered)
  const more = Math.max(of, values.length) - shown.length
  const { [field]: clause, ...others } = search.clauses
  const set = (value: string | undefined) =>
    changeClauses(value === undefined ? others : { ...others, [field]: { kind: 'text', op: 'eq', value } })
  return (
    <Fact name={name}>
      {shown.map(({ value, label, count }) => {
        const isSet = clause?.kind === 'text' && clause.op === 'eq' && clause.value === value
        // The filter has no word for an empty value.
        if (value === '')
          return (
            <span key={value}>
              {none} <Muted>{numberText(count)}</Muted>
            </span>
          )
        return (
          <Button
            key={value}
            look="quiet"
            icon={isSet ? 'close' : undefined}
            aria-pressed={isSet}
            aria-label={`${isolated(label || value)}, ${numberText(count)}`}
            refusal={search.query === undefined ? undefined : setInQuery}
            onClick={() => set(isSet ? undefined : value)}
          >
            <Foreign text={label || value} /> <Muted>{numberText(count)}</Muted>
          </Button>
        )
      })}
      {more > 0 && <Muted>and {numberText(more)} more</Muted>}
    </Fact>
  )
}
