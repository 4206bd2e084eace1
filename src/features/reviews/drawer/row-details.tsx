import { isSuperseded } from '#contract/reviews/review-phase.ts'
import type { Result } from '#contract/reviews/result.ts'
import { useRowState } from '#queries/reviews/decisions.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import { ButtonRow } from '#ui/button-row.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { AccessPath } from './access-path.tsx'
import { rowPath } from '../parts/address.ts'
import styles from './row-details.module.css'
import { mayChangeRows, useReview } from '../state/review-provider.ts'
import { NodeProperties } from './node-properties.tsx'
import { RowControls } from './row-controls.tsx'
import { RowHistory } from './row-history.tsx'
import { RowLastTime } from './row-last-time.tsx'
import { RowPeers } from './row-peers.tsx'
import { RowNeedsYou } from './row-needs-you.tsx'
import { Permissions } from './row-permissions.tsx'
import { RowStanding } from './row-standing.tsx'
import { WebhookStatus } from './webhook-status.tsx'

/** Why there are no buttons. */
function readOnlyText({ certification }: Pick<ReviewViewer, 'certification'>): string {
  return isSuperseded(certification)
    ? 'This review was replaced or deleted: its rows stay as they are.'
    : 'You may look at this review, not change it.'
}

/** Everything about one row: how it stands and what can be done, the access itself, and what was done before. */
export function RowDetails({ row }: { readonly row: Result }) {
  const { certification_id, store, pending, viewer } = useReview()
  const { source, waypoint, destination, result_id } = row
  const state = useRowState(pending, result_id)
  const link = () => location.origin + rowPath(certification_id, result_id)
  return (
    <div className={styles.details}>
      <section aria-label="Decision">
        <RowStanding row={row} state={state} changedBy={store.changedBy(result_id)} />
        {mayChangeRows(viewer) ? (
          <RowControls row={row} />
        ) : (
          <p className={styles.readOnly}>{readOnlyText(viewer)}</p>
        )}
      </section>
      {state?.kind === 'needs you' && <RowNeedsYou id={result_id} state={state} />}
      <AccessPath source={source} waypoint={waypoint} destination={destination} />
      <Permissions row={row} />
      <RowLastTime row={row} />
      <RowPeers result_id={result_id} />
      <WebhookStatus row={row} />
      <RowHistory result_id={result_id} />
      <NodeProperties node={source} name="source" />
      {waypoint && <NodeProperties node={waypoint} name="waypoint" />}
      <NodeProperties node={destination} name="destination" />
      <ButtonRow>
        <CopyButton label="Copy link" icon="link" text={link} />
        <CopyButton label="Copy JSON" text={() => JSON.stringify(row, null, 2)} />
      </ButtonRow>
    </div>
  )
}
