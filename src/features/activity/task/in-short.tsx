import { Link, useLocation } from 'react-router'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { useTaskEvents } from '#queries/activity/use-task.ts'
import { Badge } from '#ui/badge.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { counted } from '#std/counted.ts'
import { isolated } from '#std/isolate.ts'
import { eventPath } from '../address.ts'
import { stateOf } from '../choices.ts'
import { factsText, failureText } from './action-text.ts'
import { inOrder } from './actions.ts'
import { taskPath } from './address.ts'

type Props = { readonly event: ActionEvent; readonly zone: string }

/** So many actions are shown: those around the open one. */
const shown = 8

/** The task of an event in short: its actions in their order, the open one among them, and the way to the whole. */
export function TaskInShort({ event, zone }: Props) {
  const { value, failure } = useTaskEvents(event.policy_task)
  const actions = inOrder(value?.actions ?? [])
  const open = actions.findIndex(({ action_name }) => action_name === event.action_name)
  const first = Math.max(0, Math.min(open - shown / 2, actions.length - shown))
  const around = actions.slice(first, first + shown)
  const atLeast = value?.more ? 'at least ' : ''
  const count = value && `, ${atLeast}${counted(actions.length, 'action')}`
  return (
    <section>
      <h3>Its task{count}</h3>
      {failure && (
        <p>
          <Muted>Its other actions could not be read{value && ' again'}.</Muted>
        </p>
      )}
      {!value && !failure && <Skeleton label="Loading its task" rows={2} />}
      {first > 0 && <Others count={first} where="before these" />}
      <ol start={first + 1}>
        {around.map((action) => (
          <Action
            key={action.action_name}
            action={action}
            actions={actions}
            isOpen={action.action_name === event.action_name}
            zone={zone}
          />
        ))}
      </ol>
      {first + shown < actions.length && (
        <Others count={actions.length - first - shown} where="after these" atLeast={atLeast} />
      )}
      <p>
        <Link to={taskPath(event.policy_task)}>Open the task</Link>
      </p>
    </section>
  )
}

type OthersProps = { readonly count: number; readonly where: string; readonly atLeast?: string }

function Others({ count, where, atLeast = '' }: OthersProps) {
  return (
    <p>
      <Muted>
        {atLeast}
        {count.toLocaleString('en')} {where}
      </Muted>
    </p>
  )
}

type ActionProps = {
  readonly action: ActionEvent
  readonly actions: readonly ActionEvent[]
  readonly isOpen: boolean
  readonly zone: string
}

function Action({ action, actions, isOpen, zone }: ActionProps) {
  const { search, state: step } = useLocation()
  const state = stateOf(action.state)
  const ref = { workflow_task: action.policy_task, action_name: action.action_name }
  const began = actions[0]?.started_at ?? undefined
  const after = failureText(action, actions, zone)
  return (
    <li aria-current={isOpen ? 'true' : undefined}>
      <Badge icon={state.icon} tone={state.tone}>
        {isolated(state.label)}
      </Badge>{' '}
      {isOpen ? (
        <strong>
          <Foreign text={action.action_name} />
        </strong>
      ) : (
        <Link replace state={step} to={{ pathname: eventPath(ref), search }}>
          <Foreign text={action.action_name} />
        </Link>
      )}{' '}
      <Muted isSmall>{[factsText(action, zone, began), after].filter(Boolean).join(', ')}</Muted>
    </li>
  )
}
