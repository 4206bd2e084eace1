import type { Actor } from '#contract/permissions.ts'
import { type EndInput, sameEnding, type SeenEnding } from '#contract/reviews/operator/ending.ts'
import { nanoseconds, parseInstant } from '#std/instant.ts'
import { refused } from '../refused.ts'
import type { DueColumns } from '../rules/due-date.ts'
import type { OpenCertifications } from './certification-store.ts'
import { expire } from './expire.ts'
import type { Locked } from './lock-to-run.ts'

const perMillisecond = 1_000_000n

/**
 * Ends a locked certification: its due date becomes this moment, what the due time brings is brought about at once, and the log
 * says who did it, why, and when it was due. Throws `Refused` PreconditionFailed where that would come to something else than
 * `seen`.
 */
export async function end(
  open: OpenCertifications,
  locked: Locked,
  actor: Actor,
  { reason, seen }: EndInput,
): Promise<void> {
  const { number } = locked
  const { behavior } = locked.settings.review_expiration_behavior
  const ending = { behavior, ...(await open.openRowCounts(number)) }
  if (!sameEnding(ending, seen)) throw changed(ending)
  await open.takeTime()
  const due = momentAfter(locked)
  const at = due.due_date ?? ''
  await open.addLogEntry(number, {
    action: 'ENDED',
    actor,
    at,
    reason,
    old_due_date: locked.due_date,
    new_due_date: due.due_date,
  })
  await open.save(number, { actor, now: locked.now }, { ...due, changed_by_people: true })
  // Its due time has come by the next millisecond, and no decision is let in before this transaction ends.
  await expire(open, number, millisecondAfter(due.due_ns))
}

/** Now, or just after the last entry of the log: everything that was decided before counts. */
function momentAfter({ now, log_time }: Pick<Locked, 'now' | 'log_time'>): DueColumns & { due_ns: string } {
  const last = parseInstant(log_time)
  const present = BigInt(nanoseconds(now))
  const ns = last && last.ns >= present ? last.ns + 1n : present
  return { due_date: textOf(ns), due_ns: String(ns) }
}

/** RFC 3339 in UTC with nine digits. */
function textOf(ns: bigint): string {
  const seconds = new Date(Number(ns / perMillisecond)).toISOString().slice(0, 20)
  return `${seconds}${String(ns % (1000n * perMillisecond)).padStart(9, '0')}Z`
}

function millisecondAfter(ns: string): Date {
  return new Date(Number((BigInt(ns) + perMillisecond - 1n) / perMillisecond))
}

function changed({ behavior, open, undecided, settled }: SeenEnding) {
  const rows = open - settled
  const outcome =
    behavior === 'AUTO_REJECT_INCOMPLETE_RESULTS'
      ? `${open.toLocaleString('en')} rows would be signed off now, ${rows.toLocaleString('en')} of them rejected by that`
      : `${undecided.toLocaleString('en')} rows would stay undecided now`
  return refused(
    'PreconditionFailed',
    `Rows or settings have changed since you looked: ${outcome}. Nothing was done; look again.`,
  )
}
