import type { Actor } from '#contract/permissions.ts'
import { refusedTogether } from '../rules/bulk-switches.ts'
import { stepsOf } from '../rules/change-steps.ts'
import { bulkPlanner, undoesByForce } from '../rules/plan-in-bulk.ts'
import { isOver } from '../rules/undo-in-bulk.ts'
import type { BulkChangeOfRows, BulkStore } from './bulk-store.ts'
import { bulkRowOf, areShown, newPeople, wishOf } from './bulk-row.ts'

type Needs = {
  readonly bulks: BulkStore
  readonly expireFirst: (number: number, now: Date) => Promise<void>
  readonly clock: () => Date
}

/**
 * Changes the next rows of a bulk change that runs, in one transaction. A row that has changed since the preview, that its maker
 * sees no more or may not change any more becomes a conflict; once the due time has come those that wait are too late. Returns
 * whether any still wait.
 */
export async function runNextRows(needs: Needs, maker: Actor, bulk_id: string): Promise<boolean> {
  const now = needs.clock()
  let overdue: number | undefined
  const more = await needs.bulks.inRun(maker, bulk_id, now, async (open) => {
    const { certification, input, undoes, new_reviewers, several } = open
    if (certification.overdue) {
      overdue = certification.number
      return true
    }
    const { rows, conflicts } = await open.next()
    const inTheWay = isOver(certification.phase) ? 'TOO_LATE' : 'CONFLICT'
    await open.note(inTheWay, conflicts)
    if (rows.length === 0 && conflicts.length === 0) {
      await open.end(now)
      return false
    }
    const wish = wishOf(input, stepsOf({ result_id: 0, ...input.change }, false), { bulk_id, undoes })
    const together = several && refusedTogether(wish.steps, { roles: maker.roles, ...certification })
    const people = await newPeople(needs.bulks, input, undoes)
    // Who has become a delegate since the preview has not been seen in it.
    const isShown = areShown(people, new_reviewers)
    const allowed: BulkChangeOfRows[] = []
    const refused: number[] = []
    const planOf = bulkPlanner(wish)
    for (const chosen of rows) {
      const { plan } = planOf(bulkRowOf(chosen, certification, maker, people))
      if (together || !isShown || !plan) refused.push(...chosen.ids)
      else allowed.push({ chosen, plan })
    }
    await open.note(inTheWay, refused)
    await open.write(allowed, certification.phase === 'in progress' && !undoesByForce(wish))
    return true
  })
  if (overdue !== undefined) await needs.expireFirst(overdue, now)
  return more
}
