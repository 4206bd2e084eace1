import { useId } from 'react'
import { plainGroupings } from '#contract/reviews/groupings.ts'
import { groupingOf } from '../filters/grouping.ts'
import { groupingLabel } from '../parts/labels.ts'
import { useReviewList } from '../state/review-provider.ts'

type Props = {
  /** The attributes that rows have, as `source.department`. */
  readonly names: readonly string[]
}

/** Chooses what rows are grouped by; it stands in the address. */
export function GroupSelect({ names }: Props) {
  const id = useId()
  const { query, context } = useReviewList()
  const by = groupingOf(query, context)
  // The address or a setting may name an attribute that no row has.
  const choices = [...new Set<string>([...plainGroupings, ...names, ...(by === '' ? [] : [by])])]
  return (
    <span>
      <label htmlFor={id}>Group</label>{' '}
      <select
        id={id}
        value={by}
        style={{ maxWidth: '11rem' }}
        onChange={({ target }) => query.change({ group: target.value })}
      >
        <option value="">None</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {groupingLabel(choice)}
          </option>
        ))}
      </select>
    </span>
  )
}
