import type { UserKey } from '#contract/people.ts'

/** One run of a job, as the code of its kind sees it. */
export type JobRun = {
  readonly id: string
  readonly maker: UserKey
  /** When it was asked for, as RFC 3339 in UTC. */
  readonly created_at: string
  /** What was asked for, as whoever made the job wrote it down. */
  readonly input: unknown
  readonly attempt: number
  /** Aborted when the worker stops, or the job is no longer its own because somebody has cancelled it. */
  readonly signal: AbortSignal
  /** Says how far the run is; it is written down twice a second. */
  readonly progress: (progress: object) => void
}

/** What a run came to, and how to take it back where the job was cancelled in its last moment. */
export type JobOutcome = { readonly result: object; takeBack(): Promise<void> }

/** What is done for a job, by its kind. Throws `JobFailed` for what trying again does not mend. */
export type JobKinds = Readonly<Record<string, (run: JobRun) => Promise<JobOutcome>>>

/** Why a job came to nothing and would the next time, in words for who made it. */
export class JobFailed extends Error {
  override name = 'JobFailed'
}
