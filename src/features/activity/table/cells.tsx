import type { ReactNode } from 'react'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { TwoLines } from '#table/grid/two-lines.tsx'
import { Badge } from '#ui/badge.tsx'
import { Icon } from '#ui/icon.tsx'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import styles from './cells.module.css'
import { stateOf, tipOf, typeOf } from '../choices.ts'
import { dryRunMeaning } from '../dry-run.tsx'
import { exactDuration, formatDuration } from '../duration.ts'
import { instantText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { isolated } from '#std/isolate.ts'
import { taskPath } from '../task/address.ts'
import { durationOf, noTime } from '../timing.ts'

/** The state as icon, word and colour, its API name and meaning behind it; what was only a trial says so. */
export function stateCell(event: ActionEvent): ReactNode {
  const state = stateOf(event.state)
  const badge = (
    <Badge icon={state.icon} tone={state.tone} tip={tipOf(state)}>
      {isolated(state.label)}
    </Badge>
  )
  if (!event.dry_run) return badge
  return (
    <>
      {badge} <br />
      <small data-tip={dryRunMeaning}>Dry run</small>
    </>
  )
}

/** The action type as a word, its API name and meaning behind it. */
export function typeCell(event: ActionEvent): ReactNode {
  const type = typeOf(event.action_type)
  return <Foreign data-tip={tipOf(type)} text={type.label} />
}

/** The policy's name, or its id where it has none. */
export function policyCell({ policy_name, policy_id }: ActionEvent): ReactNode {
  if (!policy_name) return policy_id ? idCell(policy_id, '') : none('No policy')
  return <Foreign data-tip={isolated(policy_id)} text={policy_name} />
}

/** Who it was done to: the name over the id. */
export function identityCell({ identity_name, identity_id }: ActionEvent): ReactNode {
  if (!identity_name && !identity_id) return none('No identity')
  return (
    <TwoLines
      under={
        <code>
          <Foreign text={identity_id} />
        </code>
      }
    >
      {identity_name ? <Foreign text={identity_name} /> : none('No name')}
    </TwoLines>
  )
}

/** One of the two times in the reader's zone, the exact instant behind it. */
export function timeCell(event: ActionEvent, field: 'started_at' | 'completed_at', zone: string): ReactNode {
  const at = event[field]
  if (at === null) return none(noTime(event, field))
  const text = instantText(at, zone)
  // In the hour that the clocks show twice the offset says which, in the place of the seconds.
  const offset = text.slice(19)
  return (
    <time dateTime={at} data-tip={at}>
      {text.slice(0, 16)}
      {offset || <span className={styles.seconds}>{text.slice(16)}</span>}
    </time>
  )
}

/** How long it took, exactly behind it. */
export function durationCell(event: ActionEvent): ReactNode {
  const duration = durationOf(event)
  if (duration.kind === 'unknown') return none(duration.why)
  return <span data-tip={exactDuration(duration.ns)}>{formatDuration(duration.ns)}</span>
}

/** How many jobs it started, and how many of them failed; a press shows the task that they belong to. */
export function jobsCell(event: ActionEvent, onTask: (task: string) => void): ReactNode {
  const { jobs_started, jobs_completed, jobs_errored, policy_task } = event
  const failed = jobs_errored > 0 ? `, ${jobs_errored} failed` : ''
  const label = `${jobs_started} started, ${jobs_completed} completed${failed}. Show only this task.`
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.link}
      aria-label={label}
      data-tip={label}
      onClick={() => onTask(policy_task)}
    >
      {jobs_started}
      {jobs_errored > 0 && (
        <span className={styles.failed}>
          <Icon name="alert" />
          {jobs_errored}
        </span>
      )}
    </button>
  )
}

/** The task that the action ran in; a press leads to its page. */
export function taskCell({ policy_task }: ActionEvent, onOpenTask: (task: string) => void): ReactNode {
  const label = `${isolated(policy_task)}. Open the task.`
  return (
    <a
      tabIndex={-1}
      className={`${styles.link} ${styles.id}`}
      aria-label={label}
      data-tip={label}
      href={taskPath(policy_task)}
      // As a link of the router does, without what that computes for each row.
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        onOpenTask(policy_task)
      }}
    >
      <Foreign text={policy_task} />
    </a>
  )
}

/** Whether anything was changed. */
export function changesCell({ any_changes }: ActionEvent): ReactNode {
  return any_changes ? 'Yes' : <span className={styles.muted}>No</span>
}

/** An id, or why there is none. */
export function idCell(id: string | null, why: string): ReactNode {
  if (!id) return none(why)
  return (
    <code data-tip={isolated(id)}>
      <Foreign text={id} />
    </code>
  )
}

/** So much of a message stands in a line that is cut off anyway; a long one would be costly in every row. */
const shownMessage = 300

/** What it says first, in one line, whole behind it. */
export function messageCell({ messages: [first] }: ActionEvent): ReactNode {
  if (!first) return none('No message')
  const text =
    first.length > shownMessage ? `${first.slice(0, shownMessage).replace(/[\uD800-\uDBFF]$/, '')}…` : first
  return <Foreign data-tip={isolated(first)} text={text} />
}

/** A name, or why there is none. */
export function textCell(text: string, why: string): ReactNode {
  return text ? <Foreign data-tip={isolated(text)} text={text} /> : none(why)
}

function none(why: string): ReactNode {
  return (
    <span className={styles.muted} data-tip={why}>
      <span aria-hidden="true">—</span>
      <VisuallyHidden>{why}</VisuallyHidden>
    </span>
  )
}
