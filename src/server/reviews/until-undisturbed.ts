import { refused } from '../refused.ts'

/** A row that changes under one change more often than this is contended beyond what waiting helps. */
const maxTries = 50

/**
 * What a change comes to, tried again while something else changes the row between its read and its write (undefined).
 * Throws `Refused` Aborted when that does not end.
 */
export async function untilUndisturbed<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < maxTries; tries++) {
    const done = await attempt()
    if (done !== undefined) return done
  }
  throw refused('Aborted', 'This row is being changed by others at the same time. Try again.')
}
