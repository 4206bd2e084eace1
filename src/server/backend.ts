import type { ActionEvent, ActionEventRef } from '#contract/activity/action-event.ts'
import type { EventNews, NewEvents } from '#contract/activity/event-news.ts'
import type { ActionEventOrigin, ActivityFreshness } from '#contract/activity/origin-calls.ts'
import type { CountedField, EventSummary, EventValues } from '#contract/activity/event-summary.ts'
import type { Count } from '#contract/envelopes.ts'
import type { SigningKey } from '#contract/export-pack.ts'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { EventSelection } from './event-selection.ts'
import type { Exports, OwnExports, ReviewExports } from './exports.ts'
import type { Failures } from './failures.ts'
import type { Reviews } from './reviews/reviews.ts'

/** Where a list goes on: values that only the backend that made them can read. They travel sealed in page tokens. */
export type Position = readonly string[]

export type ActionEventList = EventSelection & {
  readonly order: Order<ActionEventOrderField>
  readonly limit: number
  readonly after: Position | undefined
}

/** Whose values are counted: those of a field, or of these that hold a text, in upper or lower case. */
export type CountedValues = { readonly field: CountedField; readonly holds: string | undefined }

/** One page and, when there are more rows, where the next page begins. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly next: Position | undefined }

/** A page of action events; the first of a list says up to where events were stored when it was read. */
export type EventPage = Page<ActionEvent> & { readonly stored?: string }

/**
 * What stands behind the handlers: the store of this server, or a tenant. Methods throw `Refused` for what the
 * caller can mend and anything else for what the operator must.
 */
export type Backend = {
  readonly mode: 'local' | 'tenant'
  readonly reviews: Reviews
  readonly failures: Failures
  readonly exports: Exports
  readonly reviewExports: ReviewExports
  readonly ownExports: OwnExports
  /** The public keys by which manifests of exports are verified, the newest first. */
  listExportKeys(): Promise<readonly SigningKey[]>
  listActionEvents(list: ActionEventList): Promise<EventPage>
  /** Counts, up to `most`, the matching events that were stored after a position, and tells whether others have changed after `seen`. */
  countNewEvents(
    selection: EventSelection,
    after: { readonly since: string; readonly seen: string; readonly most: number },
  ): Promise<NewEvents>
  /** Emits what becomes of stored events until the signal is aborted. Resolves once it has begun. */
  watchEvents(emit: (news: EventNews) => void, signal: AbortSignal): Promise<void>
  getActionEvent(ref: ActionEventRef): Promise<ActionEvent | undefined>
  /** Counts up to `most`; `capped` when there are more. */
  countActionEvents(selection: EventSelection, most: number): Promise<Count>
  /** Counts of the events by time, state and type, until `signal` is aborted. Throws `Refused` where even those of a day take too long. */
  summarizeActionEvents(selection: EventSelection, signal: AbortSignal): Promise<EventSummary>
  /** Which values of a field most of the events have. Throws the same. */
  countActionEventValues(
    selection: EventSelection,
    values: CountedValues,
    signal: AbortSignal,
  ): Promise<EventValues>
  /** The message of a cause, with marks where its events differ; undefined where there is no such cause. */
  messageOfCause(cause_id: string): Promise<string | undefined>
  /** States and action types that are stored, documented or not. */
  storedNames(): Promise<{ readonly state: readonly string[]; readonly action_type: readonly string[] }>
  getActionEventOrigin(ref: ActionEventRef): Promise<ActionEventOrigin | undefined>
  getActivityFreshness(): Promise<ActivityFreshness>
  /** Whether any of what is stored is made up for the demonstration. */
  holdsDemo(): Promise<boolean>
  /** How many events went before each registered reader had passed them (`event_reader.missed`). */
  missedEvents(): Promise<readonly { readonly reader: string; readonly events: number }[]>
  /** Throws when the backend cannot answer now. */
  ping(): Promise<void>
}
