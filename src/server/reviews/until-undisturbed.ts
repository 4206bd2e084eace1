import { refused } from '../refused.ts'

/** A row that changes under one change more often than this is contended beyond what waiting helps. */
const maxTries = 50

/**
 * Runs `attempt` until it gives a result. It gives undefined when somebody else changed the row between its read and
 * its write, and is then run again. Throws `Refused` Aborted after fifty runs.
 */
export async function untilUndisturbed<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < maxTries; tries++) {
    const done = await attempt()
    if (done !== undefined) return done
  }
  throw refused('Aborted', 'This row is being changed by others at the same time. Try again.')
}
