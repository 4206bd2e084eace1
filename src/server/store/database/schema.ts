import type { Generated } from 'kysely'
import type { ReviewSchema } from './review-schema.ts'
import type { SignInSchema } from './sign-in-schema.ts'

/** Rows as the driver gives them: int8 and timestamps stay text, so nothing is rounded on the way. */
export type Schema = ReviewSchema &
  SignInSchema & {
    import_run: {
      id: Generated<string>
      kind: string
      demo: Generated<boolean>
      file_name: string
      sha256: string | null
      lines: Generated<string>
      rejected: Generated<string>
      actor: string
      started_at: Generated<string>
      finished_at: string | null
      removed_at: string | null
    }
    action_event: ActionEventRow & {
      id: Generated<string>
      started_ns: string
      completed_ns: string
      import_id: string
      action_name_lc: Generated<string>
      identity_name_lc: Generated<string>
    }
    job: JobRow
    export_key: {
      number: Generated<number>
      key_id: string
      public_key: Buffer
      private_key: Buffer | null
      created_at: Generated<string>
      replaced_at: string | null
    }
    app_secret: { purpose: string; secret: Buffer }
    access_log: {
      id: Generated<string>
      at: string
      actor: string
      via: string
      action: string
      request_id: string
    }
  }

/** What somebody asked for and does not wait for (migration 0016). */
export type JobRow = {
  id: string
  kind: string
  maker_type: string
  maker_id: string
  state: Generated<JobState>
  input: unknown
  progress: Generated<unknown>
  result: unknown
  error: string | null
  worker: string | null
  attempts: Generated<number>
  created_at: Generated<string>
  started_at: string | null
  ended_at: string | null
  expires_at: string | null
}
export type JobState = 'CREATED' | 'PROCESSING' | 'FINISHED' | 'FAILED' | 'CANCELLED' | 'EXPIRED'

/** The columns of an action event that its readers see. */
export type ActionEventRow = {
  policy_task: string
  action_name: string
  action_type: string
  state: string
  policy_id: string
  policy_name: string
  policy_version_number: number
  workflow_name: string
  identity_id: string
  identity_name: string
  identity_type: string
  started_at: string | null
  completed_at: string | null
  any_changes: boolean
  jobs_started: number
  jobs_completed: number
  jobs_errored: number
  extraction_event: string | null
  messages: string[]
  event_source: string
  dry_run: boolean
  extra: Readonly<Record<string, unknown>> | null
}

/**
 * What the nanosecond columns hold where there is no time: the largest int64, so that NULL comes last in ascending
 * order without a case of its own. Descending lists read such rows apart (action-event-order.ts).
 */
export const noTime = '9223372036854775807'
