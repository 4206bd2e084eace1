import { Suspense } from 'react'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ValueFilter } from '#table/address/narrow-search.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { lazyModule } from '#ui/lazy-module.ts'
import { lazyPart } from '#ui/lazy-part.tsx'
import { Marked } from '#ui/marked.tsx'
import { isolated } from '#std/isolate.ts'
import { eventPath } from '../address.ts'
import { stateOf, typeOf } from '../choices.ts'
import { DryRun, dryRunMeaning } from '../dry-run.tsx'
import { curlOf } from './event-copies.ts'
import styles from './event-details.module.css'
import { EventFields } from './event-fields.tsx'
import { EventOrigin } from './event-origin.tsx'
import { EventTiming } from './event-timing.tsx'
import { FailurePart } from './failure-part.tsx'
import { FirstMessage, Messages } from './first-message.tsx'

/** What stands around the event comes after the event itself. */
const TaskInShort = lazyPart(
  lazyModule(
    () => import('../task/in-short.tsx'),
    (module) => module.TaskInShort,
  ),
)

type Props = {
  readonly event: ActionEvent
  readonly zone: string
  readonly onTask: (task: string) => void
  /** Leaves only events with a value of this one, or without it. */
  readonly onFilter: (filter: ValueFilter) => void
}

/** Everything about one event: what became of it, when, what it says, all its fields and where it came from. */
export function EventDetails({ event, zone, onTask, onFilter }: Props) {
  const ref = { workflow_task: event.policy_task, action_name: event.action_name }
  const state = stateOf(event.state)
  const type = typeOf(event.action_type)
  return (
    <div className={styles.details}>
      <div className={styles.what}>
        <p>
          <Badge icon={state.icon} tone={state.tone}>
            {isolated(state.label)}
          </Badge>
          <code>
            <Marked text={event.state} />
          </code>
          <span>{state.meaning}</span>
        </p>
        <FirstMessage event={event} />
        {event.dry_run && (
          <p>
            <DryRun />
            <span>{dryRunMeaning}</span>
          </p>
        )}
        <p>
          <strong>
            <Marked text={type.label} />
          </strong>
          <code>
            <Marked text={event.action_type} />
          </code>
          <span>{type.meaning}</span>
        </p>
        {event.identity_name && (
          <p>
            <span>for</span>
            <strong>
              <Marked text={event.identity_name} />
            </strong>
            {event.workflow_name && (
              <span>
                in the workflow <Marked text={event.workflow_name} />
              </span>
            )}
          </p>
        )}
      </div>
      <FailurePart event={event} />
      <div className={styles.actions}>
        <CopyButton label="Copy link" icon="link" text={() => location.origin + eventPath(ref)} />
        <CopyButton label="Copy JSON" text={() => JSON.stringify(event, null, 2)} />
        <CopyButton label="Copy cURL" text={() => curlOf(ref, location.origin)} />
        <Button icon="filter" onClick={() => onTask(event.policy_task)}>
          Only this task
        </Button>
      </div>
      <Suspense>
        <TaskInShort event={event} zone={zone} />
      </Suspense>
      <EventTiming event={event} zone={zone} />
      <Messages messages={event.messages} />
      <EventFields event={event} onFilter={onFilter} />
      <EventOrigin event={ref} zone={zone} />
    </div>
  )
}
