import { createHash } from 'node:crypto'
import { normaliseMessage, normaliserVersion } from './normalise-message.ts'

/** What a failure comes from, by its message alone. */
export type Cause = {
  /** The same for all events of the cause, with the version of the rules that made it: `1-Xk3…`. */
  readonly cause_id: string
  /** The message with marks in place of what differs (`normaliseMessage`). */
  readonly text: string
  /** What stood in those places. */
  readonly values: readonly string[]
}

/** So many characters of a hash tell causes apart: two to the 96th of them. */
const idLength = 16

/**
 * The cause of a failure, by its first message that says anything; all without one are of one cause. `known` are the name and id of
 * whom the event is about, which say nothing of its cause.
 */
export function causeOf(messages: readonly string[], known: readonly string[] = []): Cause {
  const first = messages.find((message) => message.trim() !== '') ?? ''
  const { text, key, values } = normaliseMessage(first, known)
  const hash = createHash('sha256').update(key).digest('base64url').slice(0, idLength)
  return { cause_id: `${normaliserVersion}-${hash}`, text, values }
}
