import type { EventQuery } from '#contract/activity/event-queries.ts'
import { searchedAmong } from '#contract/activity/message-search.ts'
import { print } from '#scim/print.ts'
import type { Backend } from '../backend.ts'
import type { EventSelection } from '../event-selection.ts'
import { Refused } from '../refused.ts'
import { eventFilterOf } from './read-action-events.ts'

/**
 * Reads which events one of our own calls asks for. Throws 400: with the span of a filter that cannot be read, and for a message
 * that is searched for neither among failed events nor within a range.
 */
export async function selectionOf(
  backend: Pick<Backend, 'storedNames'>,
  { filter: text, cause, message }: EventQuery,
): Promise<EventSelection> {
  const filter = await eventFilterOf(backend, text)
  if (message !== undefined && cause === undefined && !searchedAmong(filter)) throw unbounded()
  return { filter, cause, message }
}

function unbounded(): Refused {
  const description = 'is searched for among failed events, or within a range of started_at'
  return new Refused({
    code: 'InvalidArgument',
    reason: 'MESSAGE_NEEDS_BOUND',
    message: `message ${description}`,
    resolution:
      'Add state eq "ERRORED" to the filter, or a bound such as started_at ge "2026-01-31T00:00:00Z", joined to the rest by and.',
    violations: [{ field: 'message', description }],
  })
}

/** A selection as a text that no other has, for page tokens and fingerprints: the filter, where there is nothing else. */
export function selectionText({ filter, cause, message }: EventSelection): string {
  const documented = filter ? print(filter) : ''
  return cause === undefined && message === undefined
    ? documented
    : JSON.stringify([documented, cause ?? null, message ?? null])
}
