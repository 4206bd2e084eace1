import { setTimeout as wait } from 'node:timers/promises'
import { messageOf, type StoreLog } from '../embedded/start-error.ts'
import type { NewsListener } from './news.ts'

/** What has changed; `unknown` where it may be anything, because announcements may have been missed. */
export type Changed<Id> = ReadonlySet<Id> | 'unknown'

/**
 * Gathers what changes while `lookUp` is at work, and then has it looked up together, until the signal is aborted. What
 * could not be looked up is, a second later, with all that may have changed. `subject` is what the log calls them.
 */
export function gatherNews<Id>(
  lookUp: (changed: Changed<Id>) => Promise<void>,
  signal: AbortSignal,
  log: StoreLog,
  subject: string,
): NewsListener<Id> {
  let changed = new Set<Id>()
  let missed = false
  let busy = false
  const work = async () => {
    busy = true
    while ((changed.size > 0 || missed) && !signal.aborted) {
      const now = missed ? 'unknown' : changed
      changed = new Set()
      missed = false
      try {
        await lookUp(now)
      } catch (error) {
        log.warn(`Changed ${subject} could not be told of, and will be again: ${messageOf(error)}`)
        missed = true
        await wait(1000)
      }
    }
    busy = false
  }
  const wake = () => (busy ? undefined : void work())
  return {
    changed: (ids) => {
      for (const id of ids) changed.add(id)
      wake()
    },
    missed: () => {
      missed = true
      wake()
    },
  }
}
