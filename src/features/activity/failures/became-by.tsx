import { Link } from 'react-router'
import type { FailureIdentity } from '#contract/activity/failures.ts'
import { isolated } from '#std/isolate.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { eventPath } from '../address.ts'
import { causeAddress } from './address.ts'
import { CauseMessage } from './cause-message.tsx'
import { whenText } from './span-text.ts'

type Props = {
  readonly row: FailureIdentity
  /** The query of the page's address, which links to other causes keep. */
  readonly query: string
  /** Whether its links are among the stops of Tab; in a grid the arrow keys lead to them. */
  readonly isTabbable?: boolean
}

/** By which event a failure has become what it has, and when: `14 minutes later by task 01a2…`. */
export function BecameBy({ row, query, isTabbable = false }: Props) {
  const { last, by, by_cause, by_message } = row
  if (!by)
    return <Muted>{row.became === 'STILL_BROKEN' ? 'No real run has completed since' : 'Not known'}</Muted>
  const tabIndex = isTabbable ? undefined : -1
  const event = { workflow_task: by.policy_task, action_name: by.action_name }
  return (
    <>
      <Link
        to={eventPath(event)}
        tabIndex={tabIndex}
        data-tip={isolated(`${by.action_name}, ${by.policy_task}`)}
      >
        {whenText(last.at, by.at)} by task <Foreign text={inShort(by.policy_task)} />
      </Link>
      {by_cause !== null && (
        <>
          {': '}
          <Link to={causeAddress(by_cause, query)} tabIndex={tabIndex}>
            <CauseMessage message={by_message ?? ''} />
          </Link>
        </>
      )}
    </>
  )
}

/** The beginning of an id that is long. */
function inShort(id: string): string {
  const letters = Array.from(id)
  return letters.length > 12 ? `${letters.slice(0, 8).join('')}…` : id
}
