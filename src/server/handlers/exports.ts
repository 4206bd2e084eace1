import type { exportRoutes } from '#contract/activity/export-calls.ts'
import type { ExportBody } from '#contract/activity/export.ts'
import { type ExportFormat, mediaTypes } from '#contract/export-job.ts'
import type * as z from 'zod/mini'
import type { Backend } from '../backend.ts'
import { matchedBy } from '../event-selection.ts'
import type { Call, Handlers } from './handlers.ts'
import { makeEventExport } from './make-event-export.ts'
import { eventFilterOf } from './read-action-events.ts'

type ExportHandlers = Pick<Handlers, keyof typeof exportRoutes>

/** Files of action events (veza-api A.3 and A.3.1). */
export function exportHandlers(
  backend: Pick<Backend, 'exports' | 'storedNames' | 'countActionEvents'>,
): ExportHandlers {
  const { exports } = backend
  const make = async (
    files: { readonly format: ExportFormat; readonly jsonl?: boolean },
    { filter, order_by }: z.output<typeof ExportBody>,
    call: Call,
  ) => {
    const selection = matchedBy(await eventFilterOf(backend, filter))
    return await makeEventExport(backend, selection, { ...files, order_by }, call)
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
