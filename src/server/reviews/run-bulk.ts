import type { Actor } from '#contract/permissions.ts'
import { refusedTogether } from '../rules/bulk-switches.ts'
import { stepsOf } from '../rules/change-steps.ts'
import { bulkPlanner, undoesByForce } from '../rules/plan-in-bulk.ts'
import { isOver } from '../rules/undo-in-bulk.ts'
import type { BulkChangeOfRows, BulkStore, NextRows, PlannedRows } from './bulk-store.ts'
import { bulkRowOf, areShown, newPeople, wishOf } from './bulk-row.ts'

type Needs = {
  readonly bulks: BulkStore
  readonly expireFirst: (number: number, now: Date) => Promise<void>
  readonly clock: () => Date
}

/** Plans the next rows of a bulk change that runs, and writes them. Returns whether any still wait. */
export async function runNextRows(needs: Needs, maker: Actor, bulk_id: string): Promise<boolean> {
  const planned = await planNextRows(needs, maker, bulk_id)
  return planned !== undefined && (await needs.bulks.writeRows(planned))
}

/**
 * Reads and plans the next rows of a bulk change that runs: those behind a row, which may still be written meanwhile, or the first
 * that wait; where none waits it is over. Undefined where there is nothing to write.
 */
export async function planNextRows(
  needs: Needs,
  maker: Actor,
  bulk_id: string,
  behind?: number,
): Promise<PlannedRows | undefined> {
  const now = needs.clock()
  let next = await needs.bulks.nextRows(maker, bulk_id, now, behind)
  if (next?.certification.overdue) {
    await needs.expireFirst(next.certification.number, now)
    next = await needs.bulks.nextRows(maker, bulk_id, now, behind)
  }
  if (!next) return undefined
  if (next.last !== undefined) return await plan(needs.bulks, maker, next)
  if (behind === undefined) await needs.bulks.endRun(bulk_id, now)
  return undefined
}

/**
 * What becomes of rows. One that has changed since the preview, that its maker sees no more or may not change any more becomes a
 * conflict; once the due time has come those that wait are too late.
 */
async function plan(bulks: BulkStore, maker: Actor, next: NextRows): Promise<PlannedRows> {
  const { bulk_id, certification, input, undoes, new_reviewers, several } = next
  const wish = wishOf(input, stepsOf({ result_id: 0, ...input.change }, false), { bulk_id, undoes })
  const together = several && refusedTogether(wish.steps, { roles: maker.roles, ...certification })
  const people = await newPeople(bulks, input, undoes)
  // Who has become a delegate since the preview has not been seen in it.
  const isShown = areShown(people, new_reviewers)
  const changes: BulkChangeOfRows[] = []
  const left: number[] = [...next.conflicts]
  const planOf = bulkPlanner(wish)
  for (const chosen of next.rows) {
    const planned = planOf(bulkRowOf(chosen, certification, maker, people))
    if (together || !isShown || !planned.plan) left.push(...chosen.ids)
    else changes.push({ chosen, plan: planned.plan })
  }
  return {
    next,
    maker: maker.user,
    changes,
    left,
    leftAs: isOver(certification.phase) ? 'TOO_LATE' : 'CONFLICT',
    untilDue: certification.phase === 'in progress' && !undoesByForce(wish),
  }
}
