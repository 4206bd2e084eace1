import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import type { FailureCause } from '#contract/activity/failures.ts'
import type { ActionEventList } from '#queries/activity/action-events.ts'
import { useFailureBoard, useFailureCause } from '#queries/activity/use-failures.ts'
import { counted } from '#std/counted.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import type { ListQuery } from '../query/list-query.ts'
import { boardAddress } from './address.ts'
import { soFar } from './outcomes.ts'
import styles from './causes-line.module.css'
import { ShortCause } from './short-cause.tsx'

type Props = {
  readonly query: ListQuery
  readonly list: ActionEventList
  /** Whether the rows of the present question stand; nothing is asked before. */
  readonly hasRows: boolean
  /** Of its place. */
  readonly className: string | undefined
}

/** So many causes stand above the table. */
const shown = 3

/** Why what is listed has failed, in short: at most three causes, or the one that is listed. Nothing where nothing failed. */
export function CausesLine({ query, list, hasRows, className }: Props) {
  const { search: address } = useLocation()
  const { cause, filter } = list
  const board = useFailureBoard(filter, hasRows && cause === undefined)
  const details = useFailureCause(hasRows ? cause : undefined, filter)
  const reading = cause === undefined ? board : details
  const causes = cause === undefined ? board.value?.causes : details.value && [details.value.cause]
  if (reading.failure?.status === 404) return null
  if (!causes)
    return (
      <div className={className}>
        {reading.failure && <NotCounted message={reading.failure.message} onRetry={reading.retry} />}
      </div>
    )
  const unsorted = reading.value?.unsorted ?? 0
  if (causes.length === 0)
    return unsorted === 0 ? null : (
      <p className={className}>{counted(unsorted, 'failed event')} whose cause is not known yet</p>
    )
  return (
    <Cards
      isStale={reading.isStale}
      className={className}
      more={<More {...{ causes, address, unsorted }} isSingle={cause !== undefined} />}
    >
      {causes.slice(0, shown).map((each) => (
        <ShortCause
          key={each.cause_id}
          cause={each}
          query={query}
          address={address}
          isListed={each.cause_id === cause}
          unsorted={unsorted}
        />
      ))}
    </Cards>
  )
}

type CardsProps = {
  readonly isStale: boolean
  readonly className: string | undefined
  readonly more: ReactNode
  readonly children: ReactNode
}

function Cards({ isStale, className, more, children }: CardsProps) {
  return (
    <section aria-label="Why actions failed" aria-busy={isStale} className={`${className} ${styles.line}`}>
      <ul className={styles.cards}>{children}</ul>
      {more}
    </section>
  )
}

type MoreProps = {
  readonly causes: readonly FailureCause[]
  readonly address: string
  /** Whether one cause alone is listed, and others are not counted. */
  readonly isSingle: boolean
  /** How many failed events have no known cause yet. */
  readonly unsorted: number
}

function More({ causes, address, isSingle, unsorted }: MoreProps) {
  const text = isSingle
    ? 'All causes'
    : soFar(causes.length === 1 ? 'The cause' : `All ${counted(causes.length, 'cause')}`, unsorted)
  return (
    <Link to={boardAddress(address)} className={styles.more}>
      {text}
    </Link>
  )
}

function NotCounted({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <p>
      Why actions failed could not be read. <Foreign text={message} />{' '}
      <Button onClick={onRetry}>Try again</Button>
    </p>
  )
}
