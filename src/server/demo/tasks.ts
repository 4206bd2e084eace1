import type { ActionEventInput } from '../store/activity/load-action-events.ts'
import { noTime } from '../store/database/schema.ts'
import { causes, mishapRate, mishaps } from './causes.ts'
import type { Identity } from './identities.ts'
import { jobsOf } from './jobs.ts'
import type { Policy, Step, Workflow } from './policies.ts'
import type { Random } from './random.ts'

/** One run of a workflow for one identity. */
export type Task = {
  readonly id: string
  readonly policy: Policy
  readonly workflow: Workflow
  readonly identity: Identity
  /** When it began, and the moment after which nothing is known; milliseconds since 1970. */
  readonly at: number
  readonly until: number
  /** Which share of all events came before. */
  readonly share: number
  readonly course: Course
  readonly extraction: string | null
  readonly dryRun: boolean
}

/** What is special about a task; most are usual, and one that is run again succeeds. */
export type Course = 'usual' | 'again' | 'new' | 'started' | 'scheduled' | 'blocked' | 'abandoned'

type Outcome = {
  readonly state: string
  readonly started?: number
  readonly completed?: number
  readonly messages?: readonly string[]
}

type Run = { readonly task: Task; readonly step: Step; readonly index: number; readonly clock: number }

const noTimeNs = BigInt(noTime)
const minute = 60_000

/** Plays a task: one event for each of its steps, in their order. */
export function playTask(task: Task, random: Random): ActionEventInput[] {
  let clock = task.at
  let stopped: 'failed' | 'waiting' | undefined
  return task.workflow.steps.map((step, index) => {
    const outcome = stopped ? afterStop(stopped, clock) : play({ task, step, index, clock }, random)
    clock = (outcome.completed ?? clock) + random.between(20, 2000)
    if (outcome.completed === undefined) stopped = 'waiting'
    else if (outcome.state === 'ABANDONED' || (outcome.state === 'ERRORED' && random.happens(0.9)))
      stopped = 'failed'
    return toEvent(task, step, outcome, random)
  })
}

function afterStop(stopped: 'failed' | 'waiting', clock: number): Outcome {
  if (stopped === 'waiting') return { state: 'PENDING' }
  const messages = ['Skipped, because an earlier action of this task did not succeed.']
  return { state: 'SKIPPED', started: clock, completed: clock, messages }
}

function play(run: Run, random: Random): Outcome {
  const { task, step, index, clock } = run
  const special = specialOutcome(run, random)
  if (special) return special
  if (clock > task.until) return { state: 'PENDING' }
  const completed = clock + Math.max(4, Math.round(random.around(step.seconds) * 1000))
  if (completed > task.until) return { state: 'RUNNING', started: clock }
  if (task.course === 'again')
    return { state: 'COMPLETED', started: clock, completed, messages: remark(step, random) }
  if (index > 0 && random.happens(0.02)) {
    const messages = ['Not run: its condition was not met.']
    return { state: 'SKIPPED', started: clock, completed: clock, messages }
  }
  const failure = failureOf(task, step, random)
  if (failure !== undefined) return { state: 'ERRORED', started: clock, completed, messages: [failure] }
  return { state: 'COMPLETED', started: clock, completed, messages: remark(step, random) }
}

function specialOutcome({ task, step, index, clock }: Run, random: Random): Outcome | undefined {
  if (task.course === 'new') return { state: 'INITIAL' }
  if (task.course === 'scheduled' && index === 0) return { state: 'SCHEDULED' }
  if (task.course === 'started' && index === 0) return { state: 'RUNNING', started: clock }
  if (step.type !== 'DEPROVISION_IDENTITY') return undefined
  if (task.course === 'blocked') {
    const messages = ['Held back: the safety limit of 25 deprovisioned identities a day is reached.']
    return { state: 'BLOCKED', messages }
  }
  if (task.course === 'abandoned') {
    const completed = clock + random.between(30, 3000) * minute
    return {
      state: 'ABANDONED',
      completed,
      messages: ['Abandoned by hand after the safety limit held it back.'],
    }
  }
  return undefined
}

function failureOf({ workflow, share }: Task, step: Step, random: Random): string | undefined {
  const cause = causes.find(
    (each) =>
      each.action === step.name && each.workflow === workflow.name && share >= each.from && share < each.to,
  )
  if (cause && random.happens(cause.rate)) return cause.message(random)
  const mayFail = step.type !== 'PAUSE' && step.type !== 'NONE'
  return mayFail && random.happens(mishapRate) ? random.pick(mishaps) : undefined
}

function remark(step: Step, random: Random): string[] {
  if (step.type !== 'MANAGE_RELATIONSHIPS' || !random.happens(0.3)) return []
  return [`${random.between(1, 9)} memberships added, ${random.between(0, 4)} removed.`]
}

function toEvent(task: Task, step: Step, outcome: Outcome, random: Random): ActionEventInput {
  const { policy, workflow, identity } = task
  const { started, completed, state } = outcome
  return {
    policy_task: task.id,
    action_name: step.name,
    action_type: step.type,
    state,
    policy_id: policy.id,
    policy_name: policy.name,
    policy_version_number: task.share < 0.45 ? policy.version - 1 : policy.version,
    workflow_name: workflow.name,
    identity_id: identity.id,
    identity_name: identity.name,
    identity_type: identity.type,
    started_at: textOf(started),
    started_ns: nsOf(started),
    completed_at: textOf(completed),
    completed_ns: nsOf(completed),
    ...jobsOf(step, state, random),
    extraction_event: task.extraction,
    messages: [...(outcome.messages ?? [])],
    event_source: step.type === 'ACCESS_PLAN' ? 'ACCESS_PLAN' : 'POLICY',
    dry_run: task.dryRun,
    extra: null,
  }
}

function textOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString()
}

function nsOf(ms: number | undefined): bigint {
  return ms === undefined ? noTimeNs : BigInt(ms) * 1_000_000n
}
