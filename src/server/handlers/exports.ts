import type { exportRoutes } from '#contract/activity/export-calls.ts'
import type { ExportBody } from '#contract/activity/export.ts'
import { type ExportFormat, mediaTypes } from '#contract/export-job.ts'
import { printOrder } from '#contract/order.ts'
import { print } from '#scim/print.ts'
import type * as z from 'zod/mini'
import type { Backend } from '../backend.ts'
import type { Call, Handlers } from './handlers.ts'
import { eventFilterOf, eventOrderOf } from './read-action-events.ts'
import { conditionsOf } from './reviews/conditions.ts'

type ExportHandlers = Pick<Handlers, keyof typeof exportRoutes>

/** Files of action events (veza-api A.3 and A.3.1). */
export function exportHandlers(backend: Pick<Backend, 'exports' | 'storedNames'>): ExportHandlers {
  const { exports } = backend
  const make = async (
    { format, jsonl = false }: { readonly format: ExportFormat; readonly jsonl?: boolean },
    body: z.output<typeof ExportBody>,
    call: Call,
  ) => {
    const filter = await eventFilterOf(backend, body.filter)
    const order = eventOrderOf(body.order_by)
    const request = ['exportActionEvents', format, filter ? print(filter) : '', printOrder(order)]
    if (jsonl) request.push('jsonl')
    const { key, fingerprint } = conditionsOf(call, false, request)
    const { id, replayed } = await exports.make(
      { filter, order, format, jsonl },
      call.actor,
      key === undefined ? undefined : { key, fingerprint },
    )
    if (replayed) call.setReplayed()
    return { id }
  }
  return {
    exportActionEvents: ({ query, body }, call) => make(query, body, call),

    exportActionEventsExactly: async ({ query, body }, call) => ({
      value: await make(query, body, call),
    }),

    getExport: async ({ params }, { actor }) => ({ value: await exports.find(params.export_id, actor) }),

    async downloadExport({ params }, { actor }) {
      const { format, name, file } = await exports.open(params.export_id, actor)
      return { type: mediaTypes[format], name, file }
    },

    cancelExport: async ({ params }, { actor }) => ({ value: await exports.cancel(params.export_id, actor) }),
  }
}
