import type { ActionEvent, ActionEventRef } from '#contract/activity/action-event.ts'
import type { ValueFilter } from '#table/address/narrow-search.ts'

/** What an open event may know of the list behind it, and do to it. */
export type ListContext = {
  readonly rows: readonly ActionEvent[]
  /** Opens another event in the place of this one. */
  readonly open: (event: ActionEvent) => void
  /** Reads the next page of rows, if there is one. */
  readonly loadMore: () => void
  readonly close: () => void
  /** Closes the event and shows only those of one task. */
  readonly showTask: (task: string) => void
  /** Closes the event and leaves only those with a value, or without it. */
  readonly filterBy: (filter: ValueFilter) => void
}

type Neighbours = {
  /** The row of the event itself, where it is among the loaded ones. */
  readonly loaded: ActionEvent | undefined
  readonly previous: (() => void) | undefined
  readonly next: (() => void) | undefined
}

/** The event's own row and how to go on from it. From the last loaded row on, further ones are read ahead. */
export function neighboursOf(event: ActionEventRef, { rows, open, loadMore }: ListContext): Neighbours {
  const at = rows.findIndex(
    (row) => row.policy_task === event.workflow_task && row.action_name === event.action_name,
  )
  const step = (to: number) => {
    const row = at < 0 ? undefined : rows[to]
    if (!row) return undefined
    return () => {
      if (to === rows.length - 1) loadMore()
      open(row)
    }
  }
  return { loaded: rows[at], previous: step(at - 1), next: step(at + 1) }
}
