import { Link } from 'react-router'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { EventFailure, FailureIdentity } from '#contract/activity/failures.ts'
import { useEventFailure } from '#queries/activity/use-failures.ts'
import { Badge } from '#ui/badge.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import { workflowActionsPath } from '../address.ts'
import { causeAddress, causeEventsAddress } from './address.ts'
import { BecameBy } from './became-by.tsx'
import { atLeast, presentationOf } from './outcomes.ts'

/** Of a failed event: how many failed of the same cause, what has become of it, and the ways to those and to its identity. */
export function EventCause({ event }: { readonly event: ActionEvent }) {
  const { policy_task, action_name } = event
  const { value, failure } = useEventFailure({ workflow_task: policy_task, action_name })
  const person = personSearch(event)
  return (
    <section>
      <h3>Cause</h3>
      {value && (
        <p>
          <Count {...value} />
          {value.identity && (
            <>
              {' · '}
              <Became identity={value.identity} />
            </>
          )}
        </p>
      )}
      {failure && (
        <p>
          <Muted>
            What this failure has in common with others could not be read. <Foreign text={failure.message} />
          </Muted>
        </p>
      )}
      {!value && !failure && (
        <p>
          <Muted>Looking for others of its cause …</Muted>
        </p>
      )}
      <ButtonRow>
        {value?.cause_id && <Link to={causeEventsAddress(value.cause_id, '')}>Only this cause</Link>}
        {person && <Link to={`${workflowActionsPath}?${person}`}>Only this person</Link>}
      </ButtonRow>
    </section>
  )
}

function Count({ cause_id, events, unsorted }: Pick<EventFailure, 'cause_id' | 'events' | 'unsorted'>) {
  if (cause_id === null) return <Muted>Its cause is not known yet.</Muted>
  const text =
    events === 1
      ? `The only event${unsorted > 0 ? ' so far' : ''} with this cause`
      : `One of ${atLeast(unsorted)}${numberText(events)} with this cause`
  return <Link to={causeAddress(cause_id, '')}>{text}</Link>
}

/** What has become of a failure, and by which event. */
function Became({ identity }: { readonly identity: FailureIdentity }) {
  const { label, tone, icon, meaning } = presentationOf(identity.became)
  return (
    <>
      <Badge tone={tone} icon={icon} tip={meaning}>
        {label}
      </Badge>
      {identity.by && (
        <>
          {', '}
          <BecameBy row={identity} query="" isTabbable />
        </>
      )}
    </>
  )
}

/** The query that lists all events of the same identity, by its id or else its name; undefined where it has neither. */
function personSearch({ identity_id, identity_name }: ActionEvent): string | undefined {
  if (identity_id) return new URLSearchParams({ identity_id: `eq:${identity_id}` }).toString()
  return identity_name ? new URLSearchParams({ identity_name: `eq:${identity_name}` }).toString() : undefined
}
