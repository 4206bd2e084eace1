import type { ExportFormat } from '#contract/export-job.ts'
import { printOrder } from '#contract/order.ts'
import type { Backend } from '../backend.ts'
import type { EventSelection } from '../event-selection.ts'
import type { Call } from './handlers.ts'
import { eventOrderOf, refuseTooMany } from './read-action-events.ts'
import { selectionText } from './read-selection.ts'
import { conditionsOf } from './reviews/conditions.ts'

/** The files that are wanted of events, and their order. */
type FileOptions = {
  readonly format: ExportFormat
  readonly jsonl?: boolean
  readonly order_by: string | undefined
}

/**
 * Has files made of some events, once for each Idempotency-Key. Throws as `Exports.make` does, and 400 for another order, or more
 * events than the order takes.
 */
export async function makeEventExport(
  backend: Pick<Backend, 'exports' | 'countActionEvents'>,
  selection: EventSelection,
  { format, jsonl = false, order_by }: FileOptions,
  call: Call,
): Promise<{ id: string }> {
  const order = eventOrderOf(order_by)
  await refuseTooMany(order, (most) => backend.countActionEvents(selection, most))
  const request = ['exportActionEvents', format, selectionText(selection), printOrder(order)]
  if (jsonl) request.push('jsonl')
  const { key, fingerprint } = conditionsOf(call, false, request)
  const { id, replayed } = await backend.exports.make(
    { ...selection, order, format, jsonl },
    call.actor,
    key === undefined ? undefined : { key, fingerprint },
  )
  if (replayed) call.setReplayed()
  return { id }
}
