import { type ReactNode, useState } from 'react'
import type { FailureBoard, FailureCause } from '#contract/activity/failures.ts'
import type { ChangingReading } from '#queries/activity/use-failures.ts'
import { counted } from '#std/counted.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Hint } from '#ui/hint.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ReadFailure } from '../read-failure.tsx'
import type { CauseOrder } from './address.ts'
import { CauseCard } from './cause-card.tsx'
import styles from './failures.module.css'
import { OrderSelect } from './order-select.tsx'
import { soFar, stillBroken } from './outcomes.ts'
import { barSpan } from './sparkline.tsx'
import type { FailuresAddressState } from './use-failures-address.ts'
import { listWords } from '../query/list-words.ts'

type Props = {
  readonly board: ChangingReading<FailureBoard>
  readonly address: FailuresAddressState
  readonly zone: string
}

/** So many causes are drawn, and so many more at each press. */
const step = 50

/** The causes in the order that is chosen, or why there are none. */
export function BoardList({ board, address, zone }: Props) {
  const [drawn, setDrawn] = useState(step)
  const { value, failure, retry, isStale } = board
  const clear = Object.keys(address.search.clauses).length > 0 || address.search.query !== undefined
  const clearButton = clear && <Button onClick={() => address.changeClauses({})}>Clear the filter</Button>
  if (!value)
    return failure ? (
      <ReadFailure failure={failure} what="The causes" clear={clearButton} onRetry={retry} />
    ) : (
      <Skeleton label="Loading the causes of failures" rows={8} />
    )
  if (value.events === 0 && !isStale) return <NoFailures address={address} zone={zone} clear={clearButton} />
  const causes = ordered(value.causes, address.sort)
  const span = barSpan(causes, value.bar_seconds)
  const more = causes.length - drawn
  return (
    <>
      {failure && <FailureLine message={`Not up to date. ${failure.message}`} onRetry={retry} />}
      <div className={styles.line}>
        <output>{isStale ? 'Loading …' : totalText(value)}</output>
        <OrderSelect order={address.sort} onOrder={(sort) => address.choose({ sort })} />
      </div>
      <Hint>
        What became of them: each identity once in each policy, workflow and action, by all events until now.
      </Hint>
      <ul className={styles.list} aria-label="Causes" aria-busy={isStale}>
        {causes.slice(0, drawn).map((cause) => (
          <CauseCard
            key={cause.cause_id}
            cause={cause}
            span={span}
            zone={zone}
            search={address.query}
            unsorted={value.unsorted}
          />
        ))}
      </ul>
      {more > 0 && (
        <p className={styles.line}>
          {counted(drawn, 'cause')} of {soFar(causes.length.toLocaleString('en'), value.unsorted)} shown
          <Button onClick={() => setDrawn(drawn + step)}>Show {Math.min(step, more)} more</Button>
        </p>
      )}
    </>
  )
}

type NoFailuresProps = Pick<Props, 'address' | 'zone'> & { readonly clear: ReactNode }

function NoFailures({ address, zone, clear }: NoFailuresProps) {
  const words = listWords(address.search, zone)
  return (
    <EmptyState
      title={address.range ? `No failures in ${rangeWords[address.range]}` : 'No failures'}
      actions={clear}
    >
      {words.length > 0
        ? `No event has failed of which this holds: ${words.join('; ')}.`
        : 'No stored event has failed.'}
    </EmptyState>
  )
}

const rangeWords = {
  'last-1h': 'this hour',
  'last-24h': 'these 24 hours',
  'last-7d': 'these 7 days',
  'last-30d': 'these 30 days',
} as const

/** `159 failed events of 3 causes`; those whose cause is not known yet stand beside, so that it adds up. */
export function totalText({ events, unsorted, causes }: FailureBoard): string {
  const failed = counted(events, 'failed event')
  if (unsorted === 0) return `${failed} of ${counted(causes.length, 'cause')}`
  return `${failed}: ${(events - unsorted).toLocaleString('en')} of ${counted(causes.length, 'cause')} so far, ${unsorted.toLocaleString('en')} whose cause is not known yet`
}

/** The causes in an order; equal ones as the server has them. */
export function ordered(causes: readonly FailureCause[], order: CauseOrder): readonly FailureCause[] {
  if (order === 'still-broken')
    return causes.toSorted((a, b) => stillBroken(b.became) - stillBroken(a.became))
  if (order === 'newest') return causes.toSorted((a, b) => newest(b) - newest(a))
  return causes
}

function newest({ last_at }: FailureCause): number {
  return last_at === null ? Number.NEGATIVE_INFINITY : Date.parse(last_at)
}
