import { Link } from 'react-router'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { Badge } from '#ui/badge.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import { counted } from '#std/counted.ts'
import { isolated } from '#std/isolate.ts'
import { eventPath, taskSearch } from '../address.ts'
import { stateOf, tipOf } from '../choices.ts'
import { DryRun } from '../dry-run.tsx'
import { factsText, failureText } from './action-text.ts'
import { hasFailed, inParallelWith } from './actions.ts'
import { Bar } from './bar.tsx'
import styles from './task.module.css'
import type { Timeline } from './timeline.ts'
import { namesText } from './words.ts'

type Props = {
  readonly action: ActionEvent
  /** All actions of the task. */
  readonly actions: readonly ActionEvent[]
  readonly timeline: Timeline
  readonly zone: string
  /** The time of whose day no date is written. */
  readonly began: string | undefined
  /** Whether the task has more actions than these. */
  readonly isCut: boolean
}

/** One action of a task: what became of it, when, and what it says. */
export function ActionItem({ action, actions, timeline, zone, began, isCut }: Props) {
  const state = stateOf(action.state)
  const failure = failureText(action, actions, zone)
  const parallel = inParallelWith(action, actions).map(({ action_name }) => action_name)
  const ref = { workflow_task: action.policy_task, action_name: action.action_name }
  const isPlain = action.state === 'COMPLETED' && !failure
  return (
    <li className={hasFailed(action) ? `${styles.action} ${styles.failed}` : styles.action}>
      <div>
        <p>
          <Badge icon={state.icon} tone={state.tone} tip={tipOf(state)}>
            {isolated(state.label)}
          </Badge>{' '}
          <Link to={{ pathname: eventPath(ref), search: taskSearch(action.policy_task) }}>
            <Foreign text={action.action_name} />
          </Link>{' '}
          {action.dry_run && <DryRun />} <Muted>{factsText(action, zone, began)}</Muted>
        </p>
        {!isPlain && (
          <p>
            {state.meaning}
            {failure && `, ${failure}`}
          </p>
        )}
        <FirstMessage messages={action.messages} />
        {parallel.length > 0 && (
          <p>
            <Muted>
              At the same time as {namesText(parallel)}
              {isCut && ', as far as the actions are read'}
            </Muted>
          </p>
        )}
      </div>
      <Bar track={timeline.track} parts={timeline.barOf(action)} tone={state.tone} />
    </li>
  )
}

function FirstMessage({ messages: [first, ...others] }: Pick<ActionEvent, 'messages'>) {
  if (first === undefined) return null
  return (
    <p>
      <Marked text={first} />
      {others.length > 0 && <Muted> and {counted(others.length, 'more message')}</Muted>}
    </p>
  )
}
