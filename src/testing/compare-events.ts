import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import { fold } from '#std/fold.ts'
import { parseInstant } from '#std/instant.ts'

type Placed = { readonly row: ActionEvent; readonly id: number }

/**
 * The order that the design rules: the key, then when it started, then when it was stored, all in one direction; what
 * has no time comes last among its equals in both.
 */
export function compareEvents(
  order: ActionEventOrderField,
  direction: Order['direction'],
  a: Placed,
  b: Placed,
): number {
  const sign = direction === 'asc' ? 1 : -1
  const times = (one: string | null, other: string | null) => {
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return sign * Number((parseInstant(one)?.ns ?? 0n) - (parseInstant(other)?.ns ?? 0n))
  }
  const texts = (one: string, other: string) => sign * Buffer.compare(Buffer.from(one), Buffer.from(other))
  const lead = {
    started_at: () => 0,
    completed_at: () => times(a.row.completed_at, b.row.completed_at),
    state: () => texts(a.row.state, b.row.state),
    action_type: () => texts(a.row.action_type, b.row.action_type),
    policy_id: () => texts(a.row.policy_id, b.row.policy_id),
    identity_name: () => texts(fold(a.row.identity_name), fold(b.row.identity_name)),
    action_name: () => texts(fold(a.row.action_name), fold(b.row.action_name)),
    workflow_name: () => texts(a.row.workflow_name, b.row.workflow_name),
    identity_id: () => texts(a.row.identity_id, b.row.identity_id),
    any_changes: () => sign * (Number(a.row.any_changes) - Number(b.row.any_changes)),
    jobs_started: () => sign * (a.row.jobs_started - b.row.jobs_started),
    policy_task: () => texts(a.row.policy_task, b.row.policy_task),
    extraction_event: () => {
      const [one, other] = [a.row.extraction_event, b.row.extraction_event]
      if (one === null || other === null) return Number(one === null) - Number(other === null)
      return texts(one, other)
    },
  }[order]()
  return lead || times(a.row.started_at, b.row.started_at) || sign * (a.id - b.id)
}
