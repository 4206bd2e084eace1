import type { ComponentType } from 'react'
import { Link } from 'react-router'
import type { FailureDetails } from '#contract/activity/failures.ts'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import { counted } from '#std/counted.ts'
import { Facts } from '#ui/facts.tsx'
import { Hint } from '#ui/hint.tsx'
import { Muted } from '#ui/muted.tsx'
import { causeEventsAddress } from './address.ts'
import { CauseFigures } from './cause-card.tsx'
import { ExportEvents, ExportIdentities } from './cause-exports.tsx'
import { CountFilter } from './count-filter.tsx'
import { soFar } from './outcomes.ts'
import styles from './failures.module.css'
import { Identities } from './identities.tsx'
import { OutcomeTabs } from './outcome-tabs.tsx'
import { barSpan } from './sparkline.tsx'
import type { FailuresAddressState } from './use-failures-address.ts'

type Props = {
  readonly details: FailureDetails
  /** Whether they are those of the filter before. */
  readonly isStale: boolean
  readonly address: FailuresAddressState
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** A cause that has events: its figures, what they can be narrowed to, and its identities. */
export function CauseDetails({ details, isStale, address, zone, ExportDialog }: Props) {
  const { cause, policies, policy_count, bar_seconds, unsorted } = details
  const { cause_id, workflows, workflow_count, actions, action_count } = cause
  return (
    <>
      <section className={styles.card} aria-label="Figures" aria-busy={isStale}>
        <CauseFigures
          cause={cause}
          span={barSpan([cause], bar_seconds)}
          zone={zone}
          search={address.query}
          unsorted={unsorted}
        />
        <Facts look="columns">
          <CountFilter
            name={soFar('Workflows', unsorted)}
            field="workflow_name"
            values={workflows.map(({ value, count }) => ({ value, label: value, count }))}
            of={workflow_count}
            none="No workflow"
            address={address}
          />
          <CountFilter
            name={soFar('Actions', unsorted)}
            field="action_name"
            values={actions.map(({ value, count }) => ({ value, label: value, count }))}
            of={action_count}
            none="No name"
            address={address}
          />
          <CountFilter
            name={soFar('Policies', unsorted)}
            field="policy_id"
            values={policies}
            of={policy_count}
            none="No policy"
            address={address}
          />
        </Facts>
        <div className={styles.line}>
          <Link to={causeEventsAddress(cause_id, address.query)}>
            {cause.events === 1 ? 'Its event' : `Its ${soFar(counted(cause.events, 'event'), unsorted)}`}
          </Link>
          <ExportEvents cause={cause} address={address} zone={zone} ExportDialog={ExportDialog} />
        </div>
        {unsorted > 0 && (
          <Hint>
            The cause of {counted(unsorted, 'failed event')} is not known yet; the numbers here are without{' '}
            {unsorted === 1 ? 'it' : 'them'}.
          </Hint>
        )}
      </section>
      <div className={styles.line}>
        <OutcomeTabs
          became={cause.became}
          chosen={address.became}
          query={address.query}
          unsorted={unsorted}
          isStale={isStale}
        />
        <Muted isSmall>Newest failures first</Muted>
        <ExportIdentities cause={cause} address={address} zone={zone} ExportDialog={ExportDialog} />
      </div>
      <Identities cause={cause} address={address} zone={zone} />
    </>
  )
}
