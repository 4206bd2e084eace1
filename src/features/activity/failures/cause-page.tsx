import type { ComponentType } from 'react'
import { Link, useLocation } from 'react-router'
import type { FailureDetails } from '#contract/activity/failures.ts'
import type { Failure } from '#contract/errors.ts'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import { useFailureCause } from '#queries/activity/use-failures.ts'
import { UnreadableNotice } from '#table/address/unreadable-notice.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { failuresPath } from '../address.ts'
import { ReadFailure } from '../read-failure.tsx'
import { boardAddress, readCausePath } from './address.ts'
import { CauseDetails } from './cause-details.tsx'
import { CauseMessage } from './cause-message.tsx'
import { FailuresFilter } from './failures-filter.tsx'
import { FailuresHead } from './failures-head.tsx'
import styles from './failures.module.css'
import { messageText } from './message-parts.ts'
import { type FailuresAddressState, useFailuresAddress } from './use-failures-address.ts'

type Props = {
  /** The time zone of times (IANA name). */
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** One cause, which the path of the address names: how often and where it struck, and what has become of each identity. */
export function CausePage(props: Props) {
  const cause_id = readCausePath(useLocation().pathname) ?? ''
  // Another cause is another page: nothing of the one before stays.
  return <Cause key={cause_id} cause_id={cause_id} {...props} />
}

function Cause({ cause_id, zone, ExportDialog }: Props & { readonly cause_id: string }) {
  const address = useFailuresAddress('cause')
  const reading = useFailureCause(address.isReadable ? cause_id : undefined, address.filter)
  const { value, failure } = reading
  const isThere = value !== undefined && value.cause.events > 0 && failure?.status !== 404
  return (
    <div className={styles.page}>
      <title>{`${value ? messageText(value.cause.message) : 'Cause of failures'} · Countersign`}</title>
      <FailuresHead
        title={isThere ? <CauseMessage message={value.cause.message} /> : 'Cause of failures'}
        zone={zone}
        address={address}
        reading={reading}
      >
        <Link to={boardAddress(address.query)}>All causes</Link>
      </FailuresHead>
      <FailuresFilter address={address} zone={zone} />
      {!address.isReadable ? (
        <UnreadableNotice unreadable={address.unreadable} onDrop={address.dropUnreadable} />
      ) : isThere ? (
        <>
          {failure && <FailureLine message={`Not up to date. ${failure.message}`} onRetry={reading.retry} />}
          <CauseDetails
            details={value}
            isStale={reading.isStale}
            address={address}
            zone={zone}
            ExportDialog={ExportDialog}
          />
        </>
      ) : (
        <NotThere details={value} failure={failure} address={address} onRetry={reading.retry} />
      )}
    </div>
  )
}

type NotThereProps = {
  readonly details: FailureDetails | undefined
  readonly failure: Failure | undefined
  readonly address: FailuresAddressState
  readonly onRetry: () => void
}

/** What stands in the place of a cause that is on its way, could not be read, or that no event has. */
function NotThere({ details, failure, address, onRetry }: NotThereProps) {
  if (!details && !failure) return <Skeleton label="Loading the cause" rows={8} />
  const clear = address.filter !== undefined && (
    <Button onClick={() => address.changeClauses({})}>Clear the filter</Button>
  )
  if (failure && failure.status !== 404)
    return <ReadFailure failure={failure} what="The cause" clear={clear} onRetry={onRetry} />
  return (
    <EmptyState
      title={clear ? 'No event that matches this filter has this cause' : 'No event has this cause'}
      actions={clear}
    >
      <p>
        The link may be cut off or come from another server, or its events are gone. After an update that
        tells causes apart in another way, causes have other addresses.
      </p>
      <p>
        <Link to={failuresPath}>See all causes</Link>
      </p>
    </EmptyState>
  )
}
