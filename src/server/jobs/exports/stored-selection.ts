import type { Filter } from '#scim/ast.ts'
import type { EventSelection } from '../../event-selection.ts'

/** Which events a job is asked for, as its row keeps it. Jobs of before there were causes and messages have a filter alone. */
export type StoredSelection = {
  readonly filter: Filter | null
  readonly cause?: string
  readonly message?: string
}

/** A selection for the row of a job. */
export function storedSelection({ filter, cause, message }: EventSelection): StoredSelection {
  return {
    filter: filter ?? null,
    ...(cause !== undefined && { cause }),
    ...(message !== undefined && { message }),
  }
}

/** The selection that a job was asked for. */
export function selectionOf({ filter, cause, message }: StoredSelection): EventSelection {
  return { filter: filter ?? undefined, cause, message }
}
