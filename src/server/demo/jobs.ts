import type { Step } from './policies.ts'
import type { Random } from './random.ts'

type Jobs = { any_changes: boolean; jobs_started: number; jobs_completed: number; jobs_errored: number }

const none: Jobs = { any_changes: false, jobs_started: 0, jobs_completed: 0, jobs_errored: 0 }

/** The jobs that a run of a step dispatched, and whether they changed anything, as fits the state it is in. */
export function jobsOf(step: Step, state: string, random: Random): Jobs {
  const ran = state === 'COMPLETED' || state === 'ERRORED' || state === 'RUNNING'
  if (!ran || step.jobs === 0) return none
  const started = random.between(1, step.jobs)
  if (state === 'COMPLETED') {
    return {
      any_changes: random.happens(step.changes),
      jobs_started: started,
      jobs_completed: started,
      jobs_errored: 0,
    }
  }
  if (state === 'RUNNING')
    return { ...none, jobs_started: started, jobs_completed: random.between(0, started - 1) }
  const errored = random.between(1, started)
  const completed = started - errored
  return {
    any_changes: completed > 0,
    jobs_started: started,
    jobs_completed: completed,
    jobs_errored: errored,
  }
}
