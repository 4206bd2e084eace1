import type { exportRoutes } from '#contract/activity/export-calls.ts'
import { printOrder } from '#contract/order.ts'
import { print } from '#scim/print.ts'
import type { Backend } from '../backend.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'
import { eventFilterOf, eventOrderOf } from './read-action-events.ts'
import { conditionsOf } from './reviews/conditions.ts'

type ExportHandlers = Pick<Handlers, keyof typeof exportRoutes>

/** Files of action events (veza-api A.3 and A.3.1). */
export function exportHandlers(backend: Pick<Backend, 'exports' | 'storedNames'>): ExportHandlers {
  const { exports } = backend
  return {
    async exportActionEvents({ query: { format }, body }, call) {
      const filter = await eventFilterOf(backend, body.filter)
      const order = eventOrderOf(body.order_by)
      if (format === 'XLSX') throw refused('FailedPrecondition', 'XLSX is not supported yet. Ask for CSV.')
      const request = ['exportActionEvents', format, filter ? print(filter) : '', printOrder(order)]
      const { key, fingerprint } = conditionsOf(call, false, request)
      const { id, replayed } = await exports.make(
        { filter, order, format },
        call.actor,
        key === undefined ? undefined : { key, fingerprint },
      )
      if (replayed) call.setReplayed()
      return { id }
    },

    getExport: async ({ params }, { actor }) => ({ value: await exports.find(params.export_id, actor) }),

    async downloadExport({ params }, { actor }) {
      const { name, file } = await exports.open(params.export_id, actor)
      return { type: 'text/csv', name, file }
    },

    cancelExport: async ({ params }, { actor }) => ({ value: await exports.cancel(params.export_id, actor) }),
  }
}
