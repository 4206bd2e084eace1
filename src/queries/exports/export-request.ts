import type { FailureOutcome } from '#contract/activity/failures.ts'
import type { EventSelection } from '../activity/action-events.ts'

/** What is to be exported, in the filters and the order of a list, as the API's texts. */
export type ExportTarget =
  | (EventSelection & { readonly kind: 'events'; readonly order_by: string })
  | {
      /** The identities that a cause struck, each once at each of its places; they have one order. */
      readonly kind: 'identities'
      readonly cause: string
      readonly filter: string | undefined
      readonly became: FailureOutcome | undefined
    }
  | {
      readonly kind: 'review'
      readonly certification_id: string
      readonly filter: string | undefined
      readonly mutable_filter: string | undefined
      readonly last_time_filter?: string | undefined
      readonly order_by: string
    }

/** An export that somebody is about to ask for, with what a screen says of it. */
export type ExportRequest = {
  readonly target: ExportTarget
  /** What is exported: a review by its name; undefined for the activity log. */
  readonly name: string | undefined
  /** The filter in words, a part each; none where only its text is known. */
  readonly words: readonly string[]
  /** The message of the cause that is asked for, where it is known. */
  readonly cause_message?: string | undefined
  /** The order in words; undefined where only its text is known. */
  readonly order: string | undefined
  /** How many rows of a review its reader sees in all, where that is known. */
  readonly visible?: number | undefined
}

export type ExportFormat = 'CSV' | 'XLSX'

/** The cache keys of exports. */
export const exportKeys = {
  list: ['exports', 'list'],
  preview: (target: ExportTarget) => ['exports', 'preview', target] as const,
} as const

/** What a dialog needs that says what an export will hold, and asks for it. Times are written in `zone` (IANA name). */
export type ExportDialogProps = {
  readonly request: ExportRequest
  readonly zone: string
  /** How many changes of the reader's to what is exported the server does not have yet. */
  readonly unsent?: number
  readonly onClose: () => void
}
