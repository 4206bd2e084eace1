import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import type { ChangingReading } from '#queries/activity/use-failures.ts'
import { Button } from '#ui/button.tsx'
import { momentText } from '#ui/clock-text.ts'
import { Muted } from '#ui/muted.tsx'
import { workflowActionsPath } from '../address.ts'
import { CopyLink } from '../query/copy-link.tsx'
import { failuresSearch, pinnedSearch } from './address.ts'
import styles from './failures.module.css'
import type { FailuresAddressState } from './use-failures-address.ts'

type Props = {
  readonly title: ReactNode
  readonly zone: string
  readonly address: FailuresAddressState
  readonly reading: ChangingReading<unknown>
  /** Further ways from here. */
  readonly children?: ReactNode
}

/** The title of a page of failures, the way back to the list of events, and how old what is shown is. */
export function FailuresHead({ title, zone, address, reading, children }: Props) {
  const { query, isReadable, live, sort, became, endNow } = address
  const { pathname } = useLocation()
  const { isReading, asOf, retry } = reading
  const refusal = isReadable
    ? isReading
      ? 'It is being read.'
      : undefined
    : 'Nothing is shown: part of this link could not be read.'
  return (
    <div className={styles.head}>
      <h1>{title}</h1>
      {children}
      <Link to={workflowActionsPath + failuresSearch(query)}>Workflow actions</Link>
      {asOf > 0 && <Muted isSmall>As of {momentText(asOf, zone)}</Muted>}
      <CopyLink
        path={pathname}
        pinnedQuery={() => (isReadable ? pinnedSearch(query, { sort, became }) : query)}
        isLive={live !== undefined}
      />
      <Button
        icon="refresh"
        refusal={refusal}
        onClick={() => {
          endNow()
          retry()
        }}
      >
        Refresh
      </Button>
    </div>
  )
}
