import type { Problem } from '#contract/errors.ts'
import { Refused } from '#server/refused.ts'

/** The problem of what is refused; throws where it is not. */
export function problemFrom(refusing: () => unknown): Problem {
  try {
    refusing()
  } catch (error) {
    if (error instanceof Refused) return error.problem
    throw error
  }
  throw new Error('it was not refused')
}
