import { useNavigate } from 'react-router'
import type { FailureCause, FailureIdentity } from '#contract/activity/failures.ts'
import { useFailureIdentities } from '#queries/activity/use-failures.ts'
import type { PagedReading } from '#queries/pages.ts'
import { LoadedTable } from '#table/grid/loaded-table.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { eventPath } from '../address.ts'
import { ReadFailure } from '../read-failure.tsx'
import { failuresSearch } from './address.ts'
import styles from './failures.module.css'
import { identityColumns } from './identity-columns.tsx'
import { presentationOf } from './outcomes.ts'
import type { FailuresAddressState } from './use-failures-address.ts'

type Props = {
  readonly cause: FailureCause
  readonly address: FailuresAddressState
  readonly zone: string
}

const order = { field: 'last', direction: 'desc' } as const
const noOrders: readonly string[] = []
const allShown = {}

/** The identities that a cause struck, each at its place, those of the newest failures first. Enter opens the last failure. */
export function Identities({ cause, address, zone }: Props) {
  const { cause_id } = cause
  const { filter, became, query } = address
  const navigate = useNavigate()
  const reading = useFailureIdentities(cause_id, { filter, became })
  const { rows = [], hasMore, isReadingMore, readMore, failure } = reading
  return (
    <div className={styles.table}>
      <LoadedTable
        label="Identities"
        columns={identityColumns({ zone, query })}
        columnVisibility={allShown}
        rows={rows}
        rowId={rowId}
        listKey={JSON.stringify([cause_id, filter, became])}
        order={order}
        onOrder={noOrder}
        orders={noOrders}
        ordersElsewhere
        hasMore={hasMore}
        isPaused={isReadingMore || failure !== undefined}
        loadMore={readMore}
        onOpenRow={({ last }) => {
          const event = { workflow_task: last.policy_task, action_name: last.action_name }
          void navigate(eventPath(event) + failuresSearch(query, { cause: cause_id }))
        }}
        busy={false}
        emptySlot={<NoIdentities reading={reading} became={became} />}
        footerSlot={<Footer reading={reading} />}
      />
    </div>
  )
}

/** Only the newest failures come first; nothing else can be chosen. */
function noOrder(): void {
  // No header of this table is a button.
}

/** An identity at its place: a line end separates the parts, because ids hold none. */
function rowId(row: FailureIdentity): string {
  const { identity_type, identity_id, identity_name, policy_id, workflow_name, action_name } = row
  return JSON.stringify([identity_type, identity_id, identity_name, policy_id, workflow_name, action_name])
}

type NoIdentitiesProps = {
  readonly reading: PagedReading<FailureIdentity>
  readonly became: string | undefined
}

function NoIdentities({ reading, became }: NoIdentitiesProps) {
  const { rows, failure, retry } = reading
  if (failure) return <ReadFailure failure={failure} what="The identities" clear={false} onRetry={retry} />
  if (!rows) return <Skeleton label="Loading the identities" rows={6} />
  return (
    <EmptyState title={became === undefined ? 'No identities' : `None: ${presentationOf(became).words}`}>
      {became === undefined
        ? 'No event that matches has this cause any more.'
        : `${presentationOf(became).meaning}.`}
    </EmptyState>
  )
}

function Footer({ reading }: { readonly reading: PagedReading<FailureIdentity> }) {
  const { failure, hasMore, isReadingMore, readMore, retry, rows = [] } = reading
  if (failure)
    return (
      <FailureLine
        message={`More could not be read. ${failure.message}`}
        onRetry={hasMore ? readMore : retry}
      />
    )
  if (isReadingMore) return <p className={styles.footer}>Loading more …</p>
  if (hasMore)
    return (
      <p className={styles.footer}>
        <Button onClick={readMore}>Load more</Button>
      </p>
    )
  return <p className={styles.footer}>All {rows.length.toLocaleString('en')} loaded.</p>
}
