import type { Filter } from '#scim/ast.ts'

/** Which action events are meant. There is no other way to say it: lists, counts, summaries and exports all take this. */
export type EventSelection = {
  /** Checked and in canonical form (`typed`); undefined means every event. */
  readonly filter: Filter | undefined
  /** Failed events of this cause alone (`cause_id`). */
  readonly cause: string | undefined
  /** Events whose first message holds this text, in upper or lower case; every character stands for itself. */
  readonly message: string | undefined
}

/** The events that a documented filter matches, which says nothing of causes and messages. */
export function matchedBy(filter: Filter | undefined): EventSelection {
  return { filter, cause: undefined, message: undefined }
}
