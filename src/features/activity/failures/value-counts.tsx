import type { ValueCount } from '#contract/activity/event-summary.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import { Fragment } from 'react'

type Props = {
  readonly values: readonly ValueCount[]
  /** How many there are in all. */
  readonly of: number
  /** What stands for an empty one. */
  readonly none: string
}

/** Values with how many events have each: `Mover 30, Joiner 17 and 2 more`. */
export function ValueCounts({ values, of, none }: Props) {
  const others = of - values.length
  return (
    <>
      {values.map(({ value, count }, place) => (
        <Fragment key={value}>
          {place > 0 && ', '}
          {value === '' ? none : <Foreign text={value} />} <Muted>{numberText(count)}</Muted>
        </Fragment>
      ))}
      {others > 0 && ` and ${numberText(others)} more`}
    </>
  )
}
