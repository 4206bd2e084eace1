import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { Badge } from '#ui/badge.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { instantText } from '#ui/clock-text.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign, ForeignList } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import { counted } from '#std/counted.ts'
import { isolated } from '#std/isolate.ts'
import { taskSearch, workflowActionsPath } from '../address.ts'
import { DryRun } from '../dry-run.tsx'
import { elapsed, exactDuration, formatDuration } from '../duration.ts'
import { taskPath } from './address.ts'
import { readText, taskState, type TaskTimes } from './words.ts'

type Props = {
  readonly task: string
  /** In their order; one at least. */
  readonly actions: readonly ActionEvent[]
  readonly isCut: boolean
  readonly times: TaskTimes
  readonly zone: string
}

/** Whose task it is, of which workflow and policy, when it ran and what became of it. */
export function TaskHead({ task, actions, isCut, times, zone }: Props) {
  const state = taskState(actions, isCut)
  const workflows = valuesOf(actions, ({ workflow_name }) => workflow_name)
  const people = valuesOf(actions, ({ identity_name, identity_id }) => identity_name || identity_id)
  const trials = actions.filter(({ dry_run }) => dry_run).length
  return (
    <>
      <h1>
        {workflows.length > 0 ? <ForeignList texts={workflows} /> : 'Task'}
        {people.length > 0 && (
          <>
            {' for '}
            <ForeignList texts={people} />
          </>
        )}
      </h1>
      <p>
        <Badge icon={state.icon} tone={state.tone}>
          {isolated(state.label)}
        </Badge>{' '}
        {state.text} {trials > 0 && <DryRun />}
        {trials > 0 &&
          (isCut || trials < actions.length) &&
          ` ${numberText(trials)} of ${readText(actions, isCut)}`}
      </p>
      <TaskFacts task={task} actions={actions} isCut={isCut} times={times} zone={zone} />
      <Hint>
        Read from the actions of the task; the log has no state of its own for it. Times in {zone}.
        {times.missing > 0 &&
          ` ${isCut ? 'At least ' : ''}${counted(times.missing, 'action')} ran without both times being recorded, so it may have begun sooner or ended later.`}
      </Hint>
      <ButtonRow>
        <Link to={workflowActionsPath + taskSearch(task)}>All events of this task</Link>
        <CopyButton label="Copy link" icon="link" text={() => location.origin + taskPath(task)} />
      </ButtonRow>
    </>
  )
}

function TaskFacts({ task, actions, isCut, times, zone }: Props) {
  const { began, ended, isOver } = times
  const took = isOver && !isCut ? elapsed(began ?? null, ended ?? null) : undefined
  const policies = valuesOf(
    actions,
    ({ policy_name, policy_id, policy_version_number: version }) =>
      (policy_name || policy_id) && `${policy_name || policy_id}${version > 0 ? `, version ${version}` : ''}`,
  )
  const ids = valuesOf(actions, ({ identity_id }) => identity_id)
  const types = valuesOf(actions, ({ identity_type }) => identity_type)
  const unfinished = isCut ? 'Not known: not all actions are read' : 'Not ended'
  return (
    <Facts look="columns">
      <Fact name="Identity">
        {ids.length === 0 && <Muted>No id</Muted>}
        <code>
          <ForeignList texts={ids} />
        </code>{' '}
        <Muted>
          <ForeignList texts={types} />
        </Muted>
      </Fact>
      <Fact name="Policy">
        {policies.length === 0 ? <Muted>No policy</Muted> : <ForeignList texts={policies} />}
      </Fact>
      <TimeFact name="Began" at={began} zone={zone}>
        No start was recorded
      </TimeFact>
      <TimeFact name="Ended" at={isOver && !isCut ? ended : undefined} zone={zone}>
        {isOver && !isCut ? 'No end was recorded' : unfinished}
      </TimeFact>
      <Fact name="Took">
        {took === undefined ? (
          <Muted>{isOver && !isCut ? 'Not known' : unfinished}</Muted>
        ) : (
          <span data-tip={exactDuration(took)}>{formatDuration(took)}</span>
        )}
      </Fact>
      <Fact name="Task">
        <code>
          <Marked text={task} />
        </code>
      </Fact>
    </Facts>
  )
}

type TimeFactProps = {
  readonly name: string
  readonly at: string | undefined
  readonly zone: string
  /** Why there is no time. */
  readonly children: ReactNode
}

function TimeFact({ name, at, zone, children }: TimeFactProps) {
  return (
    <Fact name={name}>
      {at === undefined ? (
        <Muted>{children}</Muted>
      ) : (
        <time dateTime={at} data-tip={at}>
          <Foreign text={instantText(at, zone)} />
        </time>
      )}
    </Fact>
  )
}

/** What actions say of something, each text once. */
function valuesOf(actions: readonly ActionEvent[], read: (action: ActionEvent) => string): readonly string[] {
  return [...new Set(actions.map(read))].filter(Boolean)
}
